import anyAscii from 'any-ascii'
import { hash8 } from '#worker/domain/qgis/hash.ts'
import { projectNameProblem } from '#worker/domain/cloud/check-project.ts'

const longest = 255

/**
 * A title in any script as the name of a project in QFieldCloud: `[A-Za-z0-9-_.]`, at most 255 characters, never
 * empty. A name that is valid stays as it is.
 */
export function projectNameOf(title: string): string {
  if (projectNameProblem(title) === null) return title
  const ascii = anyAscii(title.normalize('NFC'))
    .replaceAll(/['’`]/gu, '')
    .replaceAll(/[^A-Za-z0-9_.]+/gu, '-')
  const clean = trim(trim(ascii).slice(0, longest))
  return clean === '' ? `project-${hash8(title).slice(0, 4)}` : clean
}

function trim(text: string): string {
  return text.replaceAll(/^[-_.]+|[-_.]+$/gu, '')
}
