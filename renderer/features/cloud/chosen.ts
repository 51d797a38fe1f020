import type { SyncChoice, SyncFile } from '#worker/api/cloud.ts'

/** What somebody decided about files that differ, and what they saw then. */
export interface Chosen {
  choices: Record<string, SyncChoice>
  /** The server's versions by file name. */
  seen: Record<string, string>
}

export const nothingChosen: Chosen = { choices: {}, seen: {} }

/** Choices about files as a plan shows them. */
export function choose(choices: Chosen['choices'], files: readonly SyncFile[]): Chosen {
  const versions = files.flatMap(({ name, there }) => (there === null ? [] : [[name, there] as const]))
  return { choices, seen: Object.fromEntries(versions) }
}

/** The choices that are still about what the server has: the others are to be made anew. */
export function standing({ choices, seen }: Chosen, files: readonly SyncFile[]): Chosen['choices'] {
  const isLate = (name: string) =>
    files.some((file) => (file.name === name || file.partOf === name) && seen[file.name] !== file.there)
  return Object.fromEntries(Object.entries(choices).filter(([name]) => !isLate(name)))
}
