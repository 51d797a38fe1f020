import { GenerateRequest, type Job } from '#worker/api/jobs.ts'
import { collectFiles } from '#worker/intake/collect.ts'
import { collectForm } from '#worker/intake/form-file.ts'
import { acceptRequest, type AcceptedFile } from '#worker/steps/accept.ts'
import type { JobFile } from '#worker/store/files.ts'
import type { Ledger } from '#worker/store/ledger.ts'

/**
 * Checks a request and copies its files into the ledger: from its answer on nothing is lost.
 *
 * @throws AppError input.*, area.*, basemap.unreadable, output.*, store.*
 */
export async function acceptGenerate(
  ledger: Ledger,
  asked: GenerateRequest,
  stopping: AbortSignal,
): Promise<Job> {
  const request = GenerateRequest.parse(asked)
  const wanted = await acceptRequest(request, async (path, role) =>
    role === 'form' ? collectForm(path, stopping) : collectFiles(path),
  )
  const files = await keepAll(ledger, wanted)
  return ledger.jobs.create({ type: 'generate', title: request.title, request, files })
}

/** Copies files into the blobs, one after the other: the disk is one. */
export async function keepAll(ledger: Ledger, wanted: readonly AcceptedFile[]): Promise<JobFile[]> {
  const files: JobFile[] = []
  for (const { path, name } of wanted) files.push({ name, ...(await ledger.blobs.putFile(path)) })
  return files
}
