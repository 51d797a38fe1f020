import anyAscii from 'any-ascii'
import { hash8 } from '#worker/domain/qgis/hash.ts'

const longest = 60

/** Stems of other files of the project, and names that Windows keeps for devices. */
const taken = /^(tasks|basemap|survey|con|prn|aux|nul|com\d|lpt\d)$/i

/**
 * A title in any script as the stem of the project's files: `[A-Za-z0-9_-]`, at most 60 characters, never empty,
 * starting with a letter or digit. Passes QFieldCloud's rule for project names.
 */
export function slugOf(title: string): string {
  const ascii = anyAscii(title.normalize('NFC'))
    .replaceAll(/['’`]/g, '')
    .replaceAll(/[^A-Za-z0-9_]+/g, '-')
  const clean = trim(trim(ascii).slice(0, longest))
  if (clean === '') return `project-${hash8(title).slice(0, 4)}`
  return taken.test(clean) ? `project-${clean}` : clean
}

function trim(text: string): string {
  return text.replaceAll(/^[-_]+|[-_]+$/g, '')
}
