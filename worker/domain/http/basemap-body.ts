import { missing, readJobId, type Body, type Parsed } from '#worker/domain/http/body.ts'

/** What `POST /basemap` asks for, beside the row of `jobId` in qgis_jobs. */
export interface BasemapAsked {
  jobId: string
  /** Who signs in to which QFieldCloud; null: as whom this service does it by itself. */
  account: { url: string; user: string; password: string } | null
}

const names = ['qfield_cloud_url', 'qfield_cloud_user', 'qfield_cloud_password'] as const

/** An account comes whole or not at all: a password must not go to a server that it was not meant for. */
export function readBasemapBody(body: Body): Parsed<BasemapAsked> {
  const lack = missing(body, ['job_id'])
  if (lack !== null) return lack
  const jobId = readJobId(body['job_id'])
  if (!jobId.ok) return jobId
  const given = names.filter((name) => body[name] !== undefined && body[name] !== null && body[name] !== '')
  if (given.length === 0) return { ok: true, value: { jobId: jobId.value, account: null } }
  const lacking = missing(body, names)
  if (lacking !== null) return lacking
  const [url, user, password] = names.map((name) => body[name])
  if (typeof url !== 'string' || typeof user !== 'string' || typeof password !== 'string')
    return { ok: false, message: `${names.join(', ')} have to be texts.` }
  return { ok: true, value: { jobId: jobId.value, account: { url, user, password } } }
}
