import { join } from 'node:path'

/** The project's folder. */
export const root = join(import.meta.dirname, '..')

/** What is costly to make and safe to delete. */
export const cacheDir = join(root, '.cache')
