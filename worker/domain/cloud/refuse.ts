import { fileNameProblem, fileSizeProblem, isProjectFile } from '#worker/domain/cloud/check-file.ts'
import type { Compared } from '#worker/domain/cloud/compare.ts'
import type { FindingCode } from '#worker/domain/project/finding-codes.ts'
import { fold } from '#worker/domain/project/file-index.ts'

/** What is known of a folder beside its files' content. */
export interface Obstacles {
  /** Databases with a journal. */
  journaled: ReadonlySet<string>
  /** Links that lead out of the folder, or nowhere. */
  linked: ReadonlySet<string>
  /** The project file that the folder is synced with; null where it has none. */
  project: string | null
  /** Files by their folded names: two of one name cannot lie in one folder everywhere. */
  folded: ReadonlyMap<string, readonly string[]>
}

export function obstaclesOf(files: readonly Compared[], rest: Omit<Obstacles, 'folded'>): Obstacles {
  const folded = Map.groupBy(
    files.map(({ name }) => name),
    fold,
  )
  return { ...rest, folded }
}

/** Why a file may not travel, as a code of `finding.*`; null when it may. */
export function refusalOf({ name, standing, here }: Compared, obstacles: Obstacles): FindingCode | null {
  if (standing === 'same' || standing === 'missingHere') return null
  if (obstacles.linked.has(name)) return 'links'
  if (obstacles.journaled.has(name)) return 'openElsewhere'
  if ((obstacles.folded.get(fold(name))?.length ?? 0) > 1) return 'nameOtherCase'
  if (isProjectFile(name) && !name.includes('/') && obstacles.project !== null && name !== obstacles.project)
    return 'severalProjects'
  const problem = fileNameProblem(name)
  if (problem !== null) return problem === 'tooLong' ? 'nameTooLong' : 'nameForbidden'
  if (here !== null && fileSizeProblem(here.size) === 'tooLarge') return 'cloudFileRefused'
  return null
}
