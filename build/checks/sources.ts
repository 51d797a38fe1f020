import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface Source {
  /** Below the project's folder, with forward slashes. */
  path: string
  text: string
}

export interface Import {
  from: string
  /** `import type`: gone at run time. */
  typeOnly: boolean
}

const folders = ['electron', 'renderer', 'worker', 'resources', 'build', 'test'] as const
const kinds = /\.(ts|tsx|py|js|css)$/

/** Every source file of the project. */
export async function readSources(root: string): Promise<Source[]> {
  const lists = await Promise.all(
    folders.map(async (folder) => {
      const names = await readdir(join(root, folder), { recursive: true })
      return names.map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    }),
  )
  const paths = lists.flat().filter((path) => kinds.test(path))
  return Promise.all(paths.map(async (path) => ({ path, text: await readFile(join(root, path), 'utf8') })))
}

const statement =
  /^\s*(?:import|export)\s+(?<type>type\s+)?(?:[\w*\s{},$]+?\sfrom\s+)?['"](?<from>[^'"]+)['"]/gm
const dynamic = /\bimport\(\s*['"](?<from>[^'"]+)['"]/g

/** What a TypeScript file imports. */
export function importsOf(text: string): Import[] {
  return [...text.matchAll(statement), ...text.matchAll(dynamic)].map(({ groups }) => ({
    from: groups?.['from'] ?? '',
    typeOnly: groups?.['type'] !== undefined,
  }))
}
