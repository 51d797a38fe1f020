import type { FilesPolicy } from '#worker/api/mirror.ts'

/** What `small` lets through, in bytes: a form and a project fit, a basemap does not. */
const small = 8 * 1024 * 1024

/** The files of a job that go to Postgres under that policy. */
export function filesToMirror<F extends { size: number }>(files: readonly F[], policy: FilesPolicy): F[] {
  if (policy === 'never') return []
  return policy === 'all' ? [...files] : files.filter(({ size }) => size <= small)
}
