import { readdir, stat } from 'node:fs/promises'
import { dirname, join, posix, relative, sep } from 'node:path'
import { AppError } from '#worker/api/errors.ts'
import type { ChangesReport } from '#worker/domain/delta/plan.ts'
import { fold } from '#worker/domain/project/file-index.ts'
import type { ProjectCopy } from '#worker/steps/open-copy.ts'
import type { Flow } from '#worker/steps/workflow.ts'

/**
 * Keeps every file of the touched layers that differs now, and the coordinator's own in its place.
 *
 * @throws AppError project.changed when somebody changed one since it was copied
 */
export async function keepChanged(
  { folder, root, copied }: ProjectCopy,
  report: ChangesReport,
  flow: Flow,
): Promise<void> {
  const changed = report.layers.flatMap(({ file }) => (file === null ? [] : [nameOf(file, root)]))
  const names = await filesOf(root, changed.map(stemOf))
  const lost = changed.find((name) => !names.map(fold).includes(fold(name)))
  if (lost !== undefined) throw new AppError('qgis.protocol', {}, { detail: `${lost} is not in the copy` })
  const wasThere = new Map(copied.filter(({ isLinked }) => !isLinked).map((file) => [file.name, file]))
  for (const name of names) {
    const original = wasThere.get(name)
    if (original !== undefined) {
      const there = await stat(join(folder, name)).catch(() => null)
      if (there?.size !== original.size || there.mtimeMs !== original.mtimeMs)
        throw new AppError('project.changed', { file: name })
      await flow.keepAs(`before/${name}`, join(folder, name))
    }
    await flow.keepAs(`after/${name}`, join(root, name))
  }
}

const nameOf = (path: string, root: string): string => relative(root, path).split(sep).join('/')

/** A layer's file and what has its name with another ending: a Shapefile is several. */
const stemOf = (file: string): string => posix.join(posix.dirname(file), posix.parse(file).name)

/** What SQLite leaves beside a database is no part of it once it is closed. */
const isLeftover = (name: string): boolean => /-(wal|shm|journal)$/.test(name)

async function filesOf(root: string, stems: readonly string[]): Promise<string[]> {
  const names: string[] = []
  for (const stem of new Set(stems)) {
    const entries = await readdir(join(root, dirname(stem)), { withFileTypes: true })
    for (const entry of entries.filter((each) => each.isFile())) {
      const name = posix.join(posix.dirname(stem), entry.name)
      // Where case does not matter the project may write it otherwise.
      if (fold(stemOf(name)) === fold(stem) && !isLeftover(name) && !names.includes(name)) names.push(name)
    }
  }
  return names
}
