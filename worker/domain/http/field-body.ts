import type { Extent } from '#worker/api/sources.ts'
import { missing, readJobId, type Body, type Parsed } from '#worker/domain/http/body.ts'
import { readExtent } from '#worker/domain/http/extent.ts'

/** What `POST /field` asks for, beside the row of `jobId` in qgis_jobs. */
export interface FieldAsked {
  jobId: string
  title: string
  language: string
  extent: Extent
  openInEditMode: boolean
}

/** What a job's title may be long; a longer one is cut. */
const longestTitle = 200
const yes = new Set(['1', 'true', 'yes', 'on'])

export function readFieldBody(body: Body): Parsed<FieldAsked> {
  const lack = missing(body, ['job_id', 'title', 'language', 'extent'])
  if (lack !== null) return lack
  const jobId = readJobId(body['job_id'])
  if (!jobId.ok) return jobId
  const { title, language } = body
  if (typeof title !== 'string' || title.trim() === '')
    return { ok: false, message: 'title has to be a text.' }
  if (typeof language !== 'string') return { ok: false, message: 'language has to be a text.' }
  const extent = readExtent(body['extent'])
  if (!extent.ok) return extent
  return {
    ok: true,
    value: {
      jobId: jobId.value,
      title: cut(title.trim()),
      language,
      extent: extent.value,
      openInEditMode: readSwitch(body['open_in_edit_mode']),
    },
  }
}

/** Left out it is on; as a text it is on for the words that mean so. */
function readSwitch(value: unknown): boolean {
  if (value === undefined || value === null) return true
  if (typeof value === 'string') return yes.has(value.trim().toLowerCase())
  return value === true || value === 1
}

/** Between characters, not inside of one. */
function cut(title: string): string {
  return title.slice(0, longestTitle).replace(/[\uD800-\uDBFF]$/, '')
}
