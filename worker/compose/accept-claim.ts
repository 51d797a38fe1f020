import { AppError } from '#worker/api/errors.ts'
import { BasemapRequest } from '#worker/api/jobs.ts'
import type { ClaimedJob } from '#worker/mirror/claim.ts'
import type { ReceivedInput } from '#worker/mirror/receive-inputs.ts'
import type { AcceptedFile } from '#worker/steps/accept.ts'
import { acceptTaken } from '#worker/steps/accept-taken.ts'
import type { WorkbookPort } from '#worker/steps/ports.ts'
import type { NewJob } from '#worker/store/jobs.ts'

export interface AcceptedJob extends Pick<NewJob, 'type' | 'title' | 'request'> {
  files: AcceptedFile[]
}

export interface ClaimSurroundings {
  /** Where projects of others are to stand. */
  folder: string
  workbooks: WorkbookPort
  stopping: AbortSignal
}

/**
 * A claimed job as one of ours: what has to be done, and the files to keep for it.
 *
 * @throws AppError form.*, input.*, area.*, basemap.unreadable, output.*: it cannot be done at all
 */
export async function acceptClaim(
  claim: ClaimedJob,
  inputs: ReceivedInput[],
  { folder, workbooks, stopping }: ClaimSurroundings,
): Promise<AcceptedJob> {
  if (claim.type === 'basemap') return acceptBasemap(claim)
  const { jobId, request: asked } = claim
  const { request, files } = await acceptTaken({ jobId, request: asked, inputs }, folder, workbooks, stopping)
  return { type: 'generate', title: request.title, request, files }
}

function acceptBasemap({ title, request: asked }: ClaimedJob): AcceptedJob {
  const { projectId, basemapUrl } = asked ?? {}
  const called = title ?? `Basemap of ${String(projectId)}`
  const read = BasemapRequest.safeParse({ title: called, projectId, basemapUrl })
  if (!read.success) {
    const about = read.error.issues.some(({ path }) => path[0] === 'projectId') ? 'project_id' : 'basemap_url'
    throw new AppError('input.unreadable', { path: about })
  }
  return { type: 'basemap', title: called, request: read.data, files: [] }
}
