import { mkdir, open, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AppError } from '#worker/api/errors.ts'
import type { TransferOptions } from '#worker/mirror/file-key.ts'
import type { Sql } from '#worker/mirror/sql.ts'
import { writing } from '#worker/mirror/writing.ts'

/** Features come together up to this size, bytes. */
const batchBytes = 256 * 1024
/** Largest single feature, and largest value that is no FeatureCollection, bytes. */
const largestValue = 16 * 1024 * 1024
/** The server unpacks the whole value before the first answer. */
const timeoutMs = 120_000

type Role = 'features' | 'tasks'

/**
 * Writes the jsonb column of that name to `<folder>/<role>/<role>.geojson`. A FeatureCollection passes in batches of
 * features that the server cuts, whatever its size; of its other members `name` and `crs` are kept. A single
 * Feature, a geometry or anything else is written as it is: who reads it says what is wrong with it.
 *
 * @param sql a transaction that sees one state of the row
 * @returns the file's name below `folder`; null when there is nothing, or no feature, in the column
 * @throws AppError features.unreadable or tasks.unreadable when one value is beyond 16 MiB; output.full,
 *   output.readonly, job.cancelled, mirror.unreachable
 */
export async function receiveCollection(
  sql: Sql,
  jobId: string,
  { role, folder }: { role: Role; folder: string },
  options: TransferOptions,
): Promise<string | null> {
  const [head] = await sql.query<{ kind: 'none' | 'collection' | 'other' }>(
    `SELECT CASE
       WHEN ${role} IS NULL OR jsonb_typeof(${role}) = 'null' THEN 'none'
       WHEN ${role} ->> 'type' = 'FeatureCollection' AND jsonb_typeof(${role} -> 'features') = 'array'
         THEN CASE ${role} -> 'features' WHEN '[]' THEN 'none' ELSE 'collection' END
       ELSE 'other' END AS kind
     FROM qgis_jobs WHERE job_id = $1`,
    [jobId],
    { timeoutMs },
  )
  if (head === undefined) throw new AppError('mirror.gone')
  if (head.kind === 'none') return null
  const name = `${role}/${role}.geojson`
  const target = join(folder, name)
  await writing(target, async () => {
    await mkdir(dirname(target), { recursive: true })
    const file = await open(target, 'w')
    try {
      await (head.kind === 'collection' ? writeCollection : writeValue)(sql, jobId, { role, file }, options)
    } finally {
      await file.close()
    }
  })
  return name
}

interface Target {
  role: Role
  file: FileHandle
}

async function writeCollection(
  sql: Sql,
  jobId: string,
  { role, file }: Target,
  options: TransferOptions,
): Promise<void> {
  const [row] = await sql.query<{ members: string }>(
    `SELECT jsonb_strip_nulls(jsonb_build_object('name', ${role} -> 'name', 'crs', ${role} -> 'crs'))::text AS members
     FROM qgis_jobs WHERE job_id = $1`,
    [jobId],
    { timeoutMs },
  )
  const members = (row?.members ?? '{}').slice(1, -1)
  await file.appendFile(
    `{"type": "FeatureCollection", ${members === '' ? '' : `${members}, `}"features": [\n`,
  )
  await sql.query(
    `DECLARE batches NO SCROLL CURSOR FOR
     SELECT CASE WHEN max(octet_length(feature)) <= $2
       THEN string_agg(feature, E',\\n' ORDER BY place) END AS features
     FROM (
       SELECT place, feature,
         sum(octet_length(feature)) OVER (ORDER BY place ROWS UNBOUNDED PRECEDING) / $3 AS batch
       FROM (
         SELECT place, value::text AS feature
         FROM qgis_jobs, jsonb_array_elements(${role} -> 'features') WITH ORDINALITY AS f (value, place)
         WHERE job_id = $1
       ) AS texts
     ) AS cut GROUP BY batch ORDER BY batch`,
    [jobId, largestValue, batchBytes],
  )
  for (let first = true; ; first = false) {
    if (options.signal.aborted) throw new AppError('job.cancelled')
    const [batch] = await sql.query<{ features: string | null }>('FETCH 1 FROM batches', [], { timeoutMs })
    if (batch === undefined) break
    if (batch.features === null) throw new AppError(`${role}.unreadable`, { file: role })
    if (!first) await file.appendFile(',\n')
    await file.appendFile(batch.features)
    options.onBytes?.(Buffer.byteLength(batch.features))
  }
  await sql.query('CLOSE batches')
  await file.appendFile('\n]}\n')
}

async function writeValue(
  sql: Sql,
  jobId: string,
  { role, file }: Target,
  options: TransferOptions,
): Promise<void> {
  const [row] = await sql.query<{ value: string | null }>(
    `SELECT CASE WHEN octet_length(${role}::text) <= $2 THEN ${role}::text END AS value
     FROM qgis_jobs WHERE job_id = $1`,
    [jobId, largestValue],
    { timeoutMs },
  )
  const value = row?.value ?? null
  if (value === null) throw new AppError(`${role}.unreadable`, { file: role })
  await file.appendFile(value)
  options.onBytes?.(Buffer.byteLength(value))
}
