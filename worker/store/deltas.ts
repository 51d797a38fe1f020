import type { AppliedDelta, DeltaStatus, KeptDelta } from '#worker/api/deltas.ts'
import { AppError } from '#worker/api/errors.ts'
import { clientKey, type KeyMap } from '#worker/domain/delta/key-map.ts'
import type { LedgerDelta } from '#worker/domain/delta/ledger-delta.ts'
import type { DeltaFile } from '#worker/domain/delta/parse-delta-file.ts'
import type { Store } from '#worker/store/connection.ts'
import {
  type DeltaRow,
  type DeltaRun,
  type RunRow,
  toDelta,
  toLedgerDelta,
  toRun,
} from '#worker/store/delta-rows.ts'

/**
 * Every delta that was ever brought to a folder, what became of it, and each run. A folder is an absolute path with
 * links resolved. Nothing here goes with a job: what a job made of a delta stays when the job is discarded.
 */
export function createDeltas(store: Store, now: () => number) {
  /**
   * Takes a file's deltas in, in their order, as `pending`; a uuid that is known stays as it is, as on the server.
   * The first file of which anything was applied binds the folder to its project. Answers how many were new.
   *
   * @throws AppError deltas.otherProject
   */
  function receive(folder: string, file: DeltaFile): { received: number } {
    return store.write(() => {
      const id = bind(folder, file)
      const at = now()
      let received = 0
      for (const [position, delta] of file.deltas.entries()) {
        received += store.run(
          `INSERT INTO deltas (folder, uuid, delta_file_id, position, content, client_key, created_at, updated_at)
           VALUES (@folder, @uuid, @file, @position, @content, @key, @at, @at) ON CONFLICT (folder, uuid) DO NOTHING`,
          {
            folder: id,
            uuid: delta.uuid,
            file: file.id,
            position,
            content: JSON.stringify(delta),
            key: clientKey(delta),
            at,
          },
        )
      }
      return { received }
    })
  }

  function bind(folder: string, file: DeltaFile): number {
    mustBelong(folder, file)
    store.run(
      'INSERT INTO folders (path, project) VALUES (@folder, @project) ON CONFLICT (path) DO UPDATE SET project = excluded.project',
      {
        folder,
        project: file.project.toLowerCase(),
      },
    )
    return (store.get('SELECT id FROM folders WHERE path = @folder', { folder }) as { id: number }).id
  }

  /**
   * A folder takes any as long as nothing was ever applied there: a file that was chosen by mistake does not bind it.
   *
   * @throws AppError deltas.otherProject
   */
  function mustBelong(folder: string, { name, project }: Pick<DeltaFile, 'name' | 'project'>): void {
    const expected = projectOf(folder)
    if (expected === null || expected === project.toLowerCase() || !hasApplied(folder)) return
    throw new AppError('deltas.otherProject', { file: name, project, expected })
  }

  /** Whether any delta ever changed the folder's data, undone or not. */
  function hasApplied(folder: string): boolean {
    const row = store.get(
      `SELECT 1 FROM delta_runs r JOIN deltas d ON d.seq = r.delta JOIN folders f ON f.id = d.folder
       WHERE f.path = @folder AND r.status = 'applied' LIMIT 1`,
      { folder },
    )
    return row !== undefined
  }

  /** QFieldCloud's id of the folder's project, in lower case; null before the first delta file. */
  function projectOf(folder: string): string | null {
    const row = store.get('SELECT project FROM folders WHERE path = @folder', { folder })
    return (row as { project: string } | undefined)?.project ?? null
  }

  /**
   * The deltas of these uuids that the folder has, by uuid, in the order in which they came, for applying and
   * exporting: they hold long numbers as only JSON can write them (`parseExactly`).
   */
  function find(folder: string, uuids: Iterable<string>): Map<string, LedgerDelta> {
    const rows = store.all(
      `SELECT d.* FROM deltas d JOIN folders f ON f.id = d.folder
       WHERE f.path = @folder AND d.uuid IN (SELECT value FROM json_each(@uuids)) ORDER BY d.seq`,
      { folder, uuids: JSON.stringify([...uuids]) },
    ) as DeltaRow[]
    return new Map(rows.map((row) => [row.uuid, toLedgerDelta(row)]))
  }

  /**
   * The folder's deltas, oldest first: those of these statuses (none = all), and of a job those that it touched.
   * `total` counts beyond the limit. For showing: numbers are as JavaScript has them.
   */
  function list(
    folder: string,
    which: { statuses?: readonly DeltaStatus[]; jobId?: string | null; limit: number },
  ): { total: number; deltas: KeptDelta[] } {
    const { statuses = [], jobId = null, limit } = which
    const from = `FROM deltas d JOIN folders f ON f.id = d.folder WHERE f.path = @folder
      AND (@statuses = '[]' OR d.status IN (SELECT value FROM json_each(@statuses)))
      AND (@jobId IS NULL OR d.seq IN (SELECT delta FROM delta_runs WHERE job_id = @jobId))`
    const values = { folder, statuses: JSON.stringify(statuses), jobId }
    const { total } = store.get(`SELECT count(*) AS total ${from}`, values) as { total: number }
    const rows = store.all(`SELECT d.* ${from} ORDER BY d.seq LIMIT @limit`, { ...values, limit })
    return { total, deltas: (rows as DeltaRow[]).map(toDelta) }
  }

  /** How many deltas of the folder are in each status; a status without any is not in it. */
  function counts(folder: string): Partial<Record<DeltaStatus, number>> {
    const rows = store.all(
      `SELECT d.status, count(*) AS count FROM deltas d JOIN folders f ON f.id = d.folder
       WHERE f.path = @folder GROUP BY d.status`,
      { folder },
    ) as { status: DeltaStatus; count: number }[]
    return Object.fromEntries(rows.map(({ status, count }) => [status, count]))
  }

  /**
   * Sets deltas aside, or lets them wait again. One that is in the data stays `applied`, which is what its undo
   * needs; answers how many changed.
   */
  function mark(folder: string, uuids: readonly string[], status: 'ignored' | 'pending'): number {
    return store.run(
      `UPDATE deltas SET status = @status, message = '', conflicts = '[]', strict = '[]', updated_at = @at
       WHERE folder = (SELECT id FROM folders WHERE path = @folder) AND status NOT IN ('applied', @status)
         AND uuid IN (SELECT value FROM json_each(@uuids))`,
      { folder, uuids: JSON.stringify(uuids), status, at: now() },
    )
  }

  /**
   * Remembers what a job made of deltas of this folder, all or nothing; to be called in the transaction that shows
   * the job's lease, once the data are where they belong. Saying it again for the same job changes nothing.
   *
   * A delta that is in the data stays `applied` whatever a later try came to, and keeps its key; one that an inverse
   * took out is set aside (`undone`), so that nobody applies it with all that waits. `ignored` means that the job
   * left a delta alone.
   */
  function settle(
    folder: string,
    job: { id: string; inverse: boolean },
    answers: readonly AppliedDelta[],
  ): void {
    store.write(() => {
      const at = now()
      for (const answer of answers) {
        if (answer.status === 'ignored') continue
        const run = remember(folder, job, answer, at)
        if (run === undefined) continue
        const isDone = answer.status === 'applied'
        if (job.inverse ? isDone : isDone || run.was !== 'applied') update(run, job, answer, at)
        else
          store.run('UPDATE deltas SET job_id = @job, updated_at = @at WHERE seq = @seq', {
            job: job.id,
            at,
            seq: run.seq,
          })
      }
    })
  }

  function remember(
    folder: string,
    job: { id: string; inverse: boolean },
    answer: AppliedDelta,
    at: number,
  ): Run | undefined {
    const row = store.get(
      `SELECT d.seq, d.status AS was FROM deltas d JOIN folders f ON f.id = d.folder
       WHERE f.path = @folder AND d.uuid = @uuid`,
      { folder, uuid: answer.uuid },
    ) as Omit<Run, 'id'> | undefined
    if (row === undefined) return undefined
    const run = store.get(
      `INSERT INTO delta_runs (delta, job_id, inverse, status, message, modified_pk, at)
       VALUES (@delta, @job, @inverse, @status, @message, @pk, @at)
       ON CONFLICT (delta, job_id) DO UPDATE SET status = @status, message = @message, modified_pk = @pk, at = @at
       RETURNING id`,
      {
        delta: row.seq,
        job: job.id,
        inverse: job.inverse ? 1 : 0,
        status: answer.status,
        message: answer.message,
        pk: answer.modifiedPk,
        at,
      },
    )
    return { ...row, id: (run as { id: number }).id }
  }

  function update(run: Run, job: { id: string; inverse: boolean }, answer: AppliedDelta, at: number): void {
    const { seq } = run
    if (job.inverse) {
      store.run(
        `UPDATE deltas SET status = 'ignored', message = 'undone', modified_pk = NULL, conflicts = '[]', strict = '[]',
           replaced = NULL, applied_run = NULL, job_id = @job, updated_at = @at WHERE seq = @seq`,
        { seq, job: job.id, at },
      )
      return
    }
    store.run(
      `UPDATE deltas SET status = @status, message = @message, modified_pk = coalesce(@pk, modified_pk),
         conflicts = @conflicts, strict = @strict, replaced = @replaced, applied_run = @run, job_id = @job, updated_at = @at WHERE seq = @seq`,
      {
        seq,
        status: answer.status,
        message: answer.message,
        pk: answer.modifiedPk,
        conflicts: JSON.stringify(answer.conflicts),
        strict: JSON.stringify(answer.strict),
        replaced: answer.replaced === undefined ? null : JSON.stringify(answer.replaced),
        run: answer.status === 'applied' ? run.id : null,
        job: job.id,
        at,
      },
    )
  }

  /**
   * How devices call features -> the keys that these have in the folder's layers. Keys survive a job that failed; what
   * was applied later counts.
   */
  function keysOf(folder: string): KeyMap {
    const rows = store.all(
      `SELECT d.client_key AS name, d.modified_pk AS pk FROM deltas d JOIN folders f ON f.id = d.folder
       WHERE f.path = @folder AND d.client_key IS NOT NULL AND d.modified_pk IS NOT NULL ORDER BY d.applied_run`,
      { folder },
    ) as { name: string; pk: string }[]
    return new Map(rows.map(({ name, pk }) => [name, pk]))
  }

  /** What jobs made of one delta, oldest first. */
  function runs(folder: string, uuid: string): DeltaRun[] {
    const rows = store.all(
      `SELECT r.* FROM delta_runs r JOIN deltas d ON d.seq = r.delta JOIN folders f ON f.id = d.folder
       WHERE f.path = @folder AND d.uuid = @uuid ORDER BY r.id`,
      { folder, uuid },
    )
    return (rows as RunRow[]).map(toRun)
  }

  return { receive, mustBelong, projectOf, find, list, counts, mark, settle, keysOf, runs }
}

export type Deltas = ReturnType<typeof createDeltas>

interface Run {
  /** Of the run. */
  id: number
  /** Of the delta. */
  seq: number
  was: DeltaStatus
}
