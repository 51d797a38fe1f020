import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'vite'
import { root } from '#build/root.ts'
import { targets } from '#build/vite.config.ts'

/** Builds `dist/`: renderer, preload, main, worker. */
export async function buildDist(): Promise<void> {
  await mkdir(join(root, 'dist'), { recursive: true })
  // An external Node runs the worker from here; without this it would have to guess the module kind.
  await writeFile(join(root, 'dist', 'package.json'), '{ "type": "module" }\n')
  for (const config of Object.values(targets)) await build(config)
}

if (import.meta.main) await buildDist()
