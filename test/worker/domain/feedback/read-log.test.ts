import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Feedback } from '#worker/api/feedback.ts'
import { readFeedback } from '#worker/domain/feedback/read-feedback.ts'
import { readLog, type ReadStep } from '#worker/domain/feedback/read-log.ts'
import { createRecord, type Logger } from '#worker/domain/feedback/record.ts'
import { stepsOf, type WorkflowId } from '#worker/domain/feedback/workflows.ts'

test('a log of the server: steps by their marks, records with all their lines', () => {
  const log = readLog(`\
container says hello
::<<<::6f1c Download Project Directory
10:11:12.345 ENTRYPNT  INFO     Downloading…
10:11:12.400 QGSMSGLOG WARNING    indented
a	table

  of lines
::>>>::6f1c 2
::<<<::77aa Download Project Directory
10:11:13.000 QGSSTDERR CRITICAL\u0020
::>>>::77aa 1
::>>>::ffff 2
::<<<::8888 Stop QGIS Application\r
10:11:14.000 root      ERROR    Killed in the middle\r
`)
  expect(log.steps).toEqual([
    { mark: '6f1c', name: 'Download Project Directory', stage: 2 },
    { mark: '77aa', name: 'Download Project Directory', stage: 1 },
    { mark: '8888', name: 'Stop QGIS Application', stage: null },
  ])
  expect(log.lines).toEqual([
    { step: null, time: null, logger: null, level: null, text: 'container says hello' },
    { step: 0, time: '10:11:12.345', logger: 'ENTRYPNT', level: 'INFO', text: 'Downloading…' },
    {
      step: 0,
      time: '10:11:12.400',
      logger: 'QGSMSGLOG',
      level: 'WARNING',
      text: '  indented\na\ttable\n\n  of lines',
    },
    { step: 1, time: '10:11:13.000', logger: 'QGSSTDERR', level: 'CRITICAL', text: '' },
    { step: null, time: null, logger: null, level: null, text: '::>>>::ffff 2' },
    { step: 2, time: '10:11:14.000', logger: 'root', level: 'ERROR', text: 'Killed in the middle' },
  ])
})

const loggers: Logger[] = ['ENTRYPNT', 'PROCPRJ', 'QGSMSGLOG', 'QGSSTDERR', 'root']
const levels = ['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'] as const

const line = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('::<<<::u1 Fake', '::>>>::u1 2', '10:11:12.345 root      INFO     fake', '', '  ', '\r'),
)
const text = fc.array(line, { minLength: 1, maxLength: 4 }).map((lines) => lines.join('\n'))
const act = fc.oneof(
  fc.record({ do: fc.constant('enter' as const), at: fc.nat(20) }),
  fc.record({ do: fc.constant('leave' as const), returns: fc.dictionary(fc.string(), fc.anything()) }),
  fc.record({ do: fc.constant('output' as const), name: fc.string(), value: fc.anything() }),
  fc.record({ do: fc.constant('fail' as const), message: text, stack: text }),
  fc.record({
    do: fc.constant('log' as const),
    logger: fc.constantFrom(...loggers),
    level: fc.constantFrom(...levels),
    text,
  }),
)

/** The text as a log holds it: one kind of line end, and no line but the first that looks like the log's own. */
function asLogged(raw: string): string {
  return raw
    .replaceAll(/\r\n|[\r\v\f\u0085\u2028\u2029]/gu, '\n')
    .replaceAll(/\n(?=::(?:<<<|>>>)::|10:11:12\.345 root)/gu, '\n ')
}

test('whatever a job does, its feedback is sound and its log reads back as it was', () => {
  const workflow = fc.constantFrom<WorkflowId>('process_projectfile', 'package_project', 'apply_changes')
  fc.assert(
    fc.property(workflow, fc.array(act, { maxLength: 40 }), (id, acts) => {
      let marks = 0
      const record = createRecord(id, {
        now: () => 86_399_999,
        uuid: () => `u${String(++marks)}`,
        hide: (words) => words,
      })
      const steps: ReadStep[] = []
      const texts: string[] = []
      let open: ReadStep | null = null
      for (const one of acts) {
        if (one.do === 'log') {
          record.log(one.logger, one.level, one.text)
          texts.push(one.text)
        } else if (one.do === 'fail') {
          const { message, stack } = one
          record.fail({ message, stack, type: 'UNKNOWN', class: 'Error' })
          texts.push(stack === '' ? message : `${message}\n${stack}`)
          if (open !== null) open.stage = 1
          open = null
        } else if (one.do === 'enter' && open === null) {
          const step = stepsOf(id)[one.at % stepsOf(id).length] ?? { id: '', name: '' }
          record.enter(step.id)
          open = { mark: `u${String(marks)}`, name: step.name, stage: null }
          steps.push(open)
        } else if (one.do === 'leave' && open !== null) {
          record.leave(one.returns)
          open.stage = 2
          open = null
        } else if (one.do === 'output' && open !== null) record.output(one.name, one.value)
      }

      const feedback = record.feedback()
      expect(Feedback.parse(JSON.parse(JSON.stringify(feedback)))).toBeTruthy()
      expect(readFeedback(feedback)?.steps.map((step) => step.stage)).toEqual(
        feedback.steps.map((step) => step.stage),
      )
      const log = readLog(record.text())
      expect(log.steps).toEqual(steps)
      expect(log.lines.map((one) => one.text)).toEqual(texts.map(asLogged))
      expect(log.lines.every((one) => one.time === '23:59:59.999')).toBe(true)
    }),
  )
})
