import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { GenerateResult, Job } from '#worker/api/jobs.ts'
import type { Sql } from '#worker/mirror/sql.ts'
import { createLedger, type Ledger } from '#worker/store/ledger.ts'
import { openStore } from '#worker/store/open.ts'
import type { Store } from '#worker/store/connection.ts'

export interface Accepted {
  /** Ids of this ledger's own jobs. */
  local: readonly string[]
  /** Ids of jobs of others that this ledger answered. */
  taken: readonly string[]
}

/**
 * Looks at what is left once nothing runs any more: every accepted job finished here and there, in one attempt that
 * succeeded, with the same files; every row of others answered once.
 */
export async function expectNothingLostOrTwice(
  dir: string,
  sql: Sql,
  { local, taken }: Accepted,
): Promise<void> {
  const store = await openStore(dir, { readOnly: true })
  try {
    const ledger = createLedger(store, { now: Date.now, random: Math.random })
    for (const id of [...local, ...taken]) await expectFinishedHere(store, ledger, id)
    for (const id of local) await expectMirrored(store, ledger, sql, id)
    for (const id of taken) await expectAnswered(ledger, sql, id)
    expect(ledger.outbox.count()).toBe(0)
    expect(ledger.taken.count()).toBe(0)
  } finally {
    store.close()
  }
  expect(await sql.query(orphans)).toEqual([{ rows: 0, objects: 0 }])
}

/** Objects that no row names, and rows without their object. */
const orphans = `SELECT
  (SELECT count(*)::int FROM qgis_job_files f
    WHERE NOT EXISTS (SELECT FROM pg_largeobject_metadata m WHERE m.oid = f.large_object)) AS rows,
  (SELECT count(*)::int FROM pg_largeobject_metadata m
    WHERE NOT EXISTS (SELECT FROM qgis_job_files f WHERE f.large_object = m.oid)) AS objects`

async function expectFinishedHere(store: Store, { jobs, files, blobs }: Ledger, id: string): Promise<void> {
  const job = jobs.get(id)
  expect(job, JSON.stringify(job)).toMatchObject({ state: 'finished', error: null })
  const attempts = store.all('SELECT outcome, ended_at FROM attempts WHERE job_id = @id', { id }) as {
    outcome: string
    ended_at: number | null
  }[]
  expect(attempts.filter(({ outcome }) => outcome === 'finished')).toHaveLength(1)
  expect(attempts.filter((attempt) => attempt.ended_at === null)).toEqual([])
  for (const { sha256 } of [...files.list(id, 'input'), ...files.list(id, 'output')])
    expect(await blobs.verify(sha256)).toBe(true)
  expectPublished(job)
}

/** The project's folder, where the job made one. */
function expectPublished({ result }: Job): void {
  const { folder, files } = (result ?? {}) as Partial<GenerateResult>
  if (folder === undefined || files === undefined) return
  for (const { name, sha256 } of files) expect(digest(readFileSync(join(folder, name)))).toBe(sha256)
}

async function expectMirrored(store: Store, { files }: Ledger, sql: Sql, id: string): Promise<void> {
  const [there] = await sql.query('SELECT origin, state, revision FROM qgis_jobs_ext WHERE job_id = $1', [id])
  const { revision } = store.get('SELECT revision FROM outbox WHERE job_id = @id', { id }) as {
    revision: number
  }
  expect(there).toEqual({ origin: 'mirror', state: 'finished', revision })
  const stored = await sql.query(
    `SELECT role || '/' || name AS name, encode(sha256(lo_get(large_object)), 'hex') AS sha256 FROM qgis_job_files
     WHERE job_id = $1 AND complete ORDER BY 1`,
    [id],
  )
  const kept = (['input', 'output'] as const).flatMap((role) =>
    files.list(id, role).map(({ name, sha256 }) => ({ name: `${role}/${name}`, sha256 })),
  )
  expect(stored).toEqual(kept.sort((a, b) => (a.name < b.name ? -1 : 1)))
}

async function expectAnswered({ files, taken }: Ledger, sql: Sql, id: string): Promise<void> {
  expect(taken.get(id)?.state).toBe('delivered')
  const [there] = await sql.query<{ state: string; answers: number; files: Record<string, string> }>(
    `SELECT state, output_files AS files, (SELECT count(*)::int FROM answers a WHERE a.job_id = j.job_id) AS answers
     FROM qgis_jobs j JOIN qgis_jobs_ext USING (job_id) WHERE job_id = $1`,
    [id],
  )
  expect(there).toMatchObject({ state: 'finished', answers: 1 })
  const answered = Object.entries(there?.files ?? {}).map(([name, base64]) => [
    name,
    digest(Buffer.from(base64, 'base64')),
  ])
  const kept = files.list(id, 'output').map(({ name, sha256 }) => [name, sha256])
  expect(Object.fromEntries(answered)).toEqual(Object.fromEntries(kept))
}

const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
