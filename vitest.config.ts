import { defineConfig } from 'vitest/config'

/** Milliseconds after which a test hangs: no test is about time, and a machine may have other things to do. */
const patience = 30_000
const seeded = 'test/property-seed.ts'
const node = { environment: 'node' as const, pool: 'forks' as const, setupFiles: [seeded] }

/** One project a kind of part that the tests need: nothing, QGIS, a display. */
export default defineConfig({
  test: {
    env: { TZ: 'UTC', LANG: 'C.UTF-8' },
    projects: [
      {
        test: {
          ...node,
          name: 'unit',
          include: ['test/{worker,electron,build,resources}/**/*.test.ts'],
          exclude: ['test/**/*.{qgis,electron,pg}.test.ts'],
          testTimeout: patience,
          // One more than the least of machines has cores: those that start the command line wait for a server's jobs.
          maxWorkers: 3,
        },
      },
      {
        test: {
          name: 'renderer',
          environment: 'jsdom',
          include: ['test/renderer/**/*.test.tsx'],
          setupFiles: ['test/renderer/setup.ts', seeded],
          testTimeout: patience,
        },
      },
      {
        test: {
          ...node,
          name: 'qgis',
          include: ['test/**/*.qgis.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          ...node,
          name: 'postgres',
          include: ['test/**/*.pg.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          ...node,
          name: 'fakes',
          include: ['test/fakes/**/*.test.ts'],
          testTimeout: patience,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          ...node,
          name: 'faults',
          include: ['test/faults/**/*.fault.ts'],
          // Of each kill a job is seen to its end, however slow the machine is.
          testTimeout: 25 * 60_000,
          hookTimeout: 120_000,
          // Most of their time they wait: for leases, lines and QGIS.
          maxWorkers: 3,
        },
      },
      {
        test: {
          ...node,
          name: 'e2e',
          include: ['test/e2e/**/*.e2e.ts'],
          testTimeout: 240_000,
          hookTimeout: 240_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
