import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'vite'
import { root } from '#build/root.ts'
import { targets } from '#build/vite.config.ts'

/** Builds `dist/`: renderer, preload, main, worker. */
export async function buildDist(): Promise<void> {
  // Vite keeps what it finds here, and a test runner's `test` would give React's development half.
  process.env['NODE_ENV'] = 'production'
  await mkdir(join(root, 'dist'), { recursive: true })
  // An external Node runs the worker from here; without this it would have to guess the module kind.
  await writeFile(join(root, 'dist', 'package.json'), '{ "type": "module" }\n')
  for (const config of Object.values(targets)) await build(config)
}

if (import.meta.main) await buildDist()
