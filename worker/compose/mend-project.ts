import { mendFolder } from '#worker/intake/mend-folder.ts'
import { surveyFolder } from '#worker/intake/project-folder.ts'
import type { Parsed } from '#worker/rpc/handlers.ts'
import type { QgisPort } from '#worker/steps/ports.ts'

/**
 * A copy of a project's folder at `out` with what can be mended of these findings mended.
 *
 * @throws AppError output.*, package.inside, input.*, project.*, qgis.*
 */
export async function mendProject(
  { folder, out, findings }: Parsed<'folder.mend'>,
  qgis: QgisPort,
  signal: AbortSignal,
): Promise<{ folder: string; mended: number }> {
  return mendFolder({
    survey: await surveyFolder(folder, { signal }),
    to: out,
    fixes: findings.flatMap(({ fix }) => fix ?? []),
    session: {
      projectFile: (path) => qgis.ask('projectFile', { path }, { signal }),
      mendProject: (mend) => qgis.ask('mendProject', mend, { signal }),
    },
    signal,
  })
}
