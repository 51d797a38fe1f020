import type { LogLine } from '#worker/api/jobs.ts'
import type { Store } from '#worker/store/connection.ts'
import { type LogRow, toLogLine } from '#worker/store/rows.ts'

/** Lines that a job keeps at most, over all its attempts. */
const linesKept = 20_000
/** Removed at once when the limit is reached, so that it is not reached again with the next line. */
const linesDropped = 2_000
/** Characters of one message; a runaway one is cut. */
const messageLength = 65_536

export interface NewLine {
  /** Milliseconds since 1970 UTC. */
  at: number
  level: LogLine['level']
  message: string
}

/** A job's log, capped: the oldest debug lines go first, then the oldest of information, then the rest. */
export function createLogs(store: Store) {
  /** Lines after the one with id `after`, oldest first. */
  function list(jobId: string, after = 0): LogLine[] {
    return (
      store.all('SELECT * FROM log_lines WHERE job_id = @jobId AND id > @after ORDER BY id', {
        jobId,
        after,
      }) as LogRow[]
    ).map(toLogLine)
  }

  /** Adds lines inside the caller's transaction, and says in the log itself when older ones had to go. */
  function append(jobId: string, attempt: number, lines: readonly NewLine[]): LogLine[] {
    const added = lines.map((line) => insert(jobId, attempt, line))
    const last = lines.at(-1)
    if (last === undefined || count(jobId) <= linesKept) return added
    const dropped = drop(jobId, count(jobId) - linesKept + linesDropped)
    const message = `${dropped} older log lines were dropped: a job keeps at most ${linesKept}.`
    return [...added, insert(jobId, attempt, { at: last.at, level: 'info', message })]
  }

  function insert(jobId: string, attempt: number, line: NewLine): LogLine {
    const row = store.get(
      `INSERT INTO log_lines (job_id, attempt, at, level, message)
       VALUES (@jobId, @attempt, @at, @level, @message) RETURNING *`,
      { jobId, attempt, at: line.at, level: line.level, message: line.message.slice(0, messageLength) },
    ) as LogRow | undefined
    store.run('UPDATE jobs SET log_lines = log_lines + 1 WHERE id = @jobId', { jobId })
    return toLogLine(row as LogRow)
  }

  /** A counter in the job's row: counting 20,000 lines with every write would cost more than writing them. */
  function count(jobId: string): number {
    return (
      (store.get('SELECT log_lines AS n FROM jobs WHERE id = @jobId', { jobId }) as { n: number } | undefined)
        ?.n ?? 0
    )
  }

  function drop(jobId: string, limit: number): number {
    const dropped = store.run(
      `DELETE FROM log_lines WHERE id IN (
         SELECT id FROM log_lines WHERE job_id = @jobId
         ORDER BY CASE level WHEN 'debug' THEN 0 WHEN 'info' THEN 1 ELSE 2 END, id LIMIT @limit)`,
      { jobId, limit },
    )
    store.run('UPDATE jobs SET log_lines = log_lines - @dropped WHERE id = @jobId', { jobId, dropped })
    return dropped
  }

  return { list, append }
}

export type Logs = ReturnType<typeof createLogs>
