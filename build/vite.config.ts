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

/** One file that runs in a Node: main, worker and preload. */
function program(entry: string, name: string, file: string, plugins: Plugin[] = []): InlineConfig {
  const format = file.endsWith('.cjs') ? ('cjs' as const) : ('es' as const)
  return {
    ...base,
    root,
    plugins,
    publicDir: false,
    ssr: { noExternal: true, external: ['electron', 'better-sqlite3'] },
    build: {
      ssr: join(root, entry),
      target: 'node20',
      outDir: dist(name),
      emptyOutDir: true,
      sourcemap: false,
      minify: false,
      rolldownOptions: {
        external,
        output: { format, entryFileNames: file, codeSplitting: false },
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
  preload: program('electron/preload.ts', 'preload', 'preload.cjs'),
  main: program('electron/main.ts', 'main', 'main.js'),
  worker: program('worker/main.ts', 'worker', 'main.js', [migrationFiles()]),
} satisfies Record<string, InlineConfig>

export type Target = keyof typeof targets
