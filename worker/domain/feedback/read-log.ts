import { recordBegins, stepBegins, stepEnds } from '#worker/domain/feedback/log-line.ts'

export interface ReadStep {
  /** The mark that its begin and its end share: names may repeat. */
  mark: string
  name: string
  /** 2 = done, 1 = failed; null: it has no end, the worker was killed inside. */
  stage: 1 | 2 | null
}

export interface ReadLine {
  /** Index among the steps; null before, between and after them. */
  step: number | null
  /** `10:11:12.345` UTC, logger and level; null each of a line that no logger wrote. */
  time: string | null
  logger: string | null
  level: string | null
  /** May have several lines. */
  text: string
}

export interface ReadLog {
  steps: ReadStep[]
  lines: ReadLine[]
}

/** The log of a job, QFieldCloud's or ours, as its steps and records in order. Takes any text. */
export function readLog(text: string): ReadLog {
  const steps: ReadStep[] = []
  const lines: ReadLine[] = []
  const marks = new Map<string, number>()
  let step: number | null = null
  let record: ReadLine | null = null

  for (const line of toLines(text)) {
    const begin = stepBegins.exec(line)
    const end = stepEnds.exec(line)
    const ended = end === null ? undefined : marks.get(end[1] ?? '')
    if (begin !== null) {
      const [, mark = '', name = ''] = begin
      step = steps.push({ mark, name, stage: null }) - 1
      marks.set(mark, step)
      record = null
    } else if (ended !== undefined) {
      const closed = steps[ended]
      if (closed !== undefined) closed.stage = end?.[2] === '2' ? 2 : 1
      if (ended === step) step = null
      record = null
    } else record = readRecord(line, step, record, lines)
  }
  return { steps, lines }
}

/** A new record, or more of the one above. */
function readRecord(line: string, step: number | null, above: ReadLine | null, lines: ReadLine[]): ReadLine {
  const found = recordBegins.exec(line)
  if (found === null && above !== null) {
    above.text += `\n${line}`
    return above
  }
  const [, time = null, logger = null, level, text = ''] = found ?? []
  const record = { step, time, logger, level: level?.trimEnd() ?? null, text: found === null ? line : text }
  lines.push(record)
  return record
}

function toLines(text: string): string[] {
  const lines = text.split(/\r?\n/u)
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines
}
