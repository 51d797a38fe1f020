import { join } from 'node:path'
import { AppError } from '#worker/api/errors.ts'
import { GenerateRequest } from '#worker/api/jobs.ts'
import { readTakenRequest } from '#worker/domain/mirror/taken-request.ts'
import { compileForm } from '#worker/domain/xlsform/compile.ts'
import type { Workbook } from '#worker/domain/xlsform/workbook.ts'
import { acceptRequest, type AcceptedFile } from '#worker/steps/accept.ts'
import type { InputRole, WorkbookPort } from '#worker/steps/ports.ts'

export interface TakenWork {
  jobId: string
  request: unknown
  /** What came with it, named as a request's accepted files are: `<role>/<name>`. */
  inputs: { role: InputRole; name: string; path: string }[]
}

/**
 * A row of somebody else's as a request of ours. Without a title it is called as its form is.
 *
 * @param folder where its project is to stand
 * @throws AppError form.*, input.*, area.*, basemap.unreadable, output.*
 */
export async function acceptTaken(
  { jobId, request: raw, inputs }: TakenWork,
  folder: string,
  workbooks: Pick<WorkbookPort, 'read'>,
  signal: AbortSignal,
): Promise<{ request: GenerateRequest; files: AcceptedFile[] }> {
  const wanted = readTakenRequest(raw)
  const paths = Object.fromEntries(
    inputs.filter(({ name }) => !name.includes('/companions/')).map(({ role, path }) => [role, path]),
  ) as Partial<Record<InputRole, string>>
  if (paths.form === undefined) throw new AppError('input.missing', { path: 'xlsform' })
  const workbook = await workbooks.read(paths.form, signal)
  const request = GenerateRequest.parse({
    ...paths,
    title: wanted.title ?? titleOf(workbook) ?? `Job ${jobId.slice(0, 8)}`,
    ...(wanted.extent === undefined ? {} : { extent: wanted.extent }),
    ...(wanted.language !== undefined && speaks(workbook, wanted.language)
      ? { language: wanted.language }
      : {}),
    openInEditMode: wanted.openInEditMode ?? true,
    out: join(folder, jobId),
  })
  await acceptRequest(request, async () => [])
  return { request, files: inputs }
}

function titleOf(workbook: Workbook): string | null {
  const title = compileForm(workbook).title.trim().slice(0, 200)
  return title === '' ? null : title
}

/** Field-TM names the project's language whether or not the form has it: the form's own is better than none. */
function speaks(workbook: Workbook, language: string): boolean {
  try {
    compileForm(workbook, { language })
    return true
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'form.languageUnknown') return false
    throw thrown
  }
}
