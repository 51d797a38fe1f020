import { isReadable, type SurveyedFile } from '#worker/domain/project/survey.ts'

/** Looks files of a folder up by name. Names are relative, with forward slashes. */
export interface FileIndex {
  has(name: string): boolean
  /** The file whose name is the same but for case or the way its accents are written; null without one. */
  alike(name: string): string | null
  /** Files that `path`, of whatever folder or computer, may have meant: those with most folders in common first. */
  candidates(path: string): { best: string[]; all: string[] }
}

export function createFileIndex(files: readonly SurveyedFile[]): FileIndex {
  const there = files.filter(isReadable).map(({ name }) => name)
  const exact = new Set(there)
  const folded = new Map(there.map((name) => [fold(name), name]))
  const byBase = Map.groupBy(there, (name) => fold(baseName(name)))
  return {
    has: (name) => exact.has(name),
    alike: (name) => {
      const found = folded.get(fold(name)) ?? null
      return found === name ? null : found
    },
    candidates: (path) => {
      const all = byBase.get(fold(baseName(path))) ?? []
      const common = all.map((name) => commonTail(name, path))
      const most = Math.max(...common)
      return { best: all.filter((_, index) => common[index] === most), all }
    },
  }
}

/** A name as file systems see it that mind neither case nor composition. */
export function fold(name: string): string {
  return name.normalize('NFC').toLowerCase()
}

export function baseName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1)
}

/** How many parts two paths have in common at their ends. */
function commonTail(a: string, b: string): number {
  const [these, those] = [a, b].map((path) => path.split('/').map(fold).toReversed()) as [string[], string[]]
  const differs = these.findIndex((part, index) => part !== those[index])
  return differs < 0 ? these.length : differs
}
