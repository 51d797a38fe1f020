import { builtinModules } from 'node:module'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import type { InlineConfig, Plugin } from 'vite'
import { noncePlaceholder } from '#electron/security/csp.ts'
import { root } from '#build/root.ts'
import { migrationFiles } from '#build/vite/migrations.ts'

const dist = (name: string): string => join(root, 'dist', name)

/** Stays a package in the bundle: its binary is loaded from beside its code. */
const external = ['electron', 'better-sqlite3', ...builtinModules, /^node:/]

/** What all four have in common. */
const base: InlineConfig = {
  configFile: false,
  logLevel: 'warn',
  define: { 'process.env.NODE_ENV': JSON.stringify('production') },
}

/** What runs in a Node, one file an entry: main, worker and preload. Several entries share what both need. */
function program(name: string, entries: readonly string[], plugins: Plugin[] = []): InlineConfig {
  const [ending, format] = name === 'preload' ? (['cjs', 'cjs'] as const) : (['js', 'es'] as const)
  return {
    ...base,
    root,
    plugins,
    publicDir: false,
    ssr: { noExternal: true, external: ['electron', 'better-sqlite3'] },
    build: {
      ssr: true,
      target: 'node20',
      outDir: dist(name),
      emptyOutDir: true,
      sourcemap: false,
      minify: false,
      rolldownOptions: {
        input: entries.map((entry) => join(root, entry)),
        external,
        output: {
          format,
          entryFileNames: `[name].${ending}`,
          chunkFileNames: `[name].${ending}`,
          codeSplitting: entries.length > 1,
        },
      },
    },
  }
}

/** The four builds: what runs where. */
export const targets = {
  renderer: {
    ...base,
    root: join(root, 'renderer'),
    base: './',
    plugins: [react()],
    html: { cspNonce: noncePlaceholder },
    build: {
      outDir: dist('renderer'),
      emptyOutDir: true,
      target: 'chrome130',
      sourcemap: false,
      // The policy allows no inline script, and data: images only.
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      // Read from the disk, so one chunk is as good as many.
      chunkSizeWarningLimit: 4000,
    },
  },
  preload: program('preload', ['electron/preload.ts']),
  main: program('main', ['electron/main.ts']),
  worker: program('worker', ['worker/main.ts', 'worker/intake/workbook-thread.ts'], [migrationFiles()]),
} satisfies Record<string, InlineConfig>

export type Target = keyof typeof targets
