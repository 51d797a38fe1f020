import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { slugOf } from '#worker/domain/qgis/slug.ts'
import type { HandlersOf } from '#worker/rpc/handlers.ts'

export function projectHandlers(projectsFolder: () => string): HandlersOf<'project'> {
  return {
    'project.suggest': async ({ title, parent }) => {
      const slug = slugOf(title)
      return { slug, folder: await firstFree(join(parent ?? projectsFolder(), slug)) }
    },
  }
}

/** The folder itself, or with the first number that nobody uses yet. */
async function firstFree(folder: string): Promise<string> {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? folder : `${folder}-${number}`
    const taken = await stat(candidate).then(
      () => true,
      () => false,
    )
    if (!taken) return candidate
  }
}
