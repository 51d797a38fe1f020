import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { AppError } from '#worker/api/errors.ts'
import { createQgis, type Qgis } from '#worker/qgis/keeper.ts'
import type { Log } from '#worker/steps/ports.ts'

export const methods = resolve('test/worker/qgis/methods.py')

type Ask = (
  method: string,
  params?: unknown,
  options?: Partial<Parameters<Qgis['ask']>[2]>,
) => Promise<unknown>

export interface Opened {
  qgis: Qgis
  folder: string
  ask: Ask
}

const folders: string[] = []
const opened: Qgis[] = []

/** A keeper whose sessions answer the methods of `methods.py`. */
export function open(
  options: { timeLimit?: number; folder?: string; resourcesDir?: string; log?: Log } = {},
): Opened {
  const folder = options.folder ?? temporary()
  const qgis = createQgis({
    settings: () => ({ qgisPython: '/usr/bin/python3', qgisTimeLimit: options.timeLimit ?? 60 }),
    resourcesDir: options.resourcesDir ?? resolve('resources'),
    stateDir: folder,
    log: options.log ?? (() => undefined),
    methods,
  })
  opened.push(qgis)
  // The methods of the test are not those of the contract.
  const ask = qgis.ask as unknown as (...args: Required<Parameters<Ask>>) => Promise<unknown>
  const never = new AbortController().signal
  return {
    qgis,
    folder,
    ask: (method, params = {}, asked = {}) => ask(method, params, { signal: never, ...asked }),
  }
}

/** For `afterEach`: stops what was opened and removes its folders. */
export async function closeAll(): Promise<void> {
  await Promise.all(opened.splice(0).map((qgis) => qgis.stop()))
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
}

export function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fieldpack-'))
  folders.push(folder)
  return folder
}

export async function failureOf(work: Promise<unknown>): Promise<AppError> {
  const outcome = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(outcome instanceof AppError)) throw new Error('expected an AppError', { cause: outcome })
  return outcome
}

export async function pidOf(ask: Ask): Promise<number> {
  return ((await ask('about')) as { pid: number }).pid
}
