import type { Finding } from '#worker/api/projects.ts'
import { finding, findingOfAll } from '#worker/domain/project/finding-codes.ts'
import { fold } from '#worker/domain/project/file-index.ts'
import type { Known } from '#worker/domain/project/findings/known.ts'

/** Characters of a path that QFieldCloud takes. */
const longest = 255
const forbidden = /[<>:"\\|?*]|\p{Cc}/u
const edges = /^ | $|\.$/u
const device = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/iu

/** Names that QFieldCloud refuses or that change their meaning on another system. */
export function findNames({ survey }: Known): Finding[] {
  const names = survey.files.filter(({ isHidden }) => !isHidden).map(({ name }) => name)
  const hidden = survey.files.filter(({ isHidden }) => isHidden).map(({ name }) => hiddenPart(name))
  return [
    ...findingOfAll('hidden', [...new Set(hidden)]),
    ...findingOfAll('nameForbidden', names.filter(isForbidden)),
    ...findingOfAll(
      'nameTooLong',
      names.filter((name) => name.length > longest),
      { limit: longest },
    ),
    ...findingOfAll(
      'nameNotAscii',
      names.filter((name) => /\P{ASCII}/u.test(name)),
    ),
    ...sameButForCase(names),
  ]
}

/** Whether QFieldCloud, or Windows, takes no file of that name (any part of its path). */
export function isForbidden(name: string): boolean {
  return name.split('/').some((part) => forbidden.test(part) || edges.test(part) || device.test(part))
}

/** The folder or file that begins with a period, and not everything in it. */
function hiddenPart(name: string): string {
  const parts = name.split('/')
  return parts.slice(0, parts.findIndex((part) => part.startsWith('.')) + 1).join('/')
}

function sameButForCase(names: readonly string[]): Finding[] {
  return [...Map.groupBy(names, fold).values()]
    .filter((all) => all.length > 1)
    .map((all) => finding('nameOtherCase', { count: all.length, names: all.join(', ') }))
}
