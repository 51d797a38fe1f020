import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'
import { root } from '#build/root.ts'

const folder = join(root, 'worker', 'store', 'migrations')

/** Puts the ledger's migrations beside the bundled worker, where worker/store looks for them. */
export function migrationFiles(): Plugin {
  return {
    name: 'fieldpack:migrations',
    generateBundle() {
      for (const name of readdirSync(folder).filter((file) => file.endsWith('.sql')))
        this.emitFile({
          type: 'asset',
          fileName: `migrations/${name}`,
          source: readFileSync(join(folder, name), 'utf8'),
        })
    },
  }
}
