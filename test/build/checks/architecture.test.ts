import { expect, test } from 'vitest'
import { faultsOf } from '#build/checks/architecture.ts'

test.each([
  ['renderer/app.tsx', "import { x } from '#worker/store/open.ts'"],
  ['renderer/app.tsx', "import { readFile } from 'node:fs'"],
  ['renderer/app.tsx', "import { ipcRenderer } from 'electron'"],
  ['electron/main.ts', "import type { Queue } from '#worker/queue/queue.ts'"],
  ['electron/main.ts', "import { App } from '#renderer/app.tsx'"],
  ['electron/api/calls.ts', "import { app } from 'electron'"],
  ['worker/api/jobs.ts', "import { x } from '#worker/domain/job/state.ts'"],
  ['worker/domain/qgis/plan.ts', "import { join } from 'node:path'"],
  ['worker/domain/qgis/plan.ts', "import { x } from '#worker/store/open.ts'"],
  ['worker/domain/job/retry.ts', 'export const now = () => Date.now()'],
  ['worker/store/jobs.ts', "import { x } from '#worker/qgis/session.ts'"],
  ['worker/store/jobs.ts', "import Database from 'better-sqlite3'"],
  ['worker/store/jobs.ts', 'db.transaction(async () => {})'],
  ['worker/steps/generate.ts', "import { x } from '#worker/qgis/session.ts'"],
  ['worker/rpc/answer.ts', "import pg from 'pg'"],
  ['worker/rpc/answer.ts', "const x = await import('execa')"],
  ['worker/rpc/answer.ts', "import { y } from './port.ts'"],
  ['worker/rpc/answer.ts', "import {\n  a,\n  b,\n} from '#test/fakes/x.ts'"],
  ['electron/window/create.ts', 'window.webContents.openDevTools()'],
  ['electron/security/secrets.ts', "safeStorage.encryptString('x')"],
  ['renderer/ui/note.tsx', 'const x = <p dangerouslySetInnerHTML={html} />'],
  ['worker/api/index.ts', "export * from '#worker/api/jobs.ts'\nexport { a } from '#worker/api/calls.ts'"],
  ['worker/utils/dates.ts', 'export const a = 1'],
  ['worker/rpc/long.ts', 'const a = 1\n'.repeat(301)],
])('%s: %s is a fault', (path, text) => {
  expect(faultsOf({ path, text })).toHaveLength(1)
})

test.each([
  [
    'renderer/app.tsx',
    "import { Job } from '#worker/api/jobs.ts'\nimport { createRoot } from 'react-dom/client'",
  ],
  ['electron/main.ts', "import { app } from 'electron'\nimport { join } from 'node:path'"],
  ['worker/store/open.ts', "import Database from 'better-sqlite3'"],
  ['worker/store/jobs.ts', "import type Database from 'better-sqlite3'"],
  ['worker/qgis/session.ts', "import { execa } from 'execa'"],
  [
    'worker/compose.ts',
    "import { a } from '#worker/store/open.ts'\nimport { b } from '#worker/qgis/session.ts'",
  ],
  [
    'worker/domain/qgis/plan.ts',
    "import { a } from '#worker/domain/job/state.ts'\nimport anyAscii from 'any-ascii'",
  ],
  ['test/worker/store/jobs.test.ts', "import Database from 'better-sqlite3'"],
  ['worker/rpc/long.ts', 'const a = 1\n'.repeat(300)],
])('%s: %s is fine', (path, text) => {
  expect(faultsOf({ path, text })).toEqual([])
})
