import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

export const samples = fileURLToPath(new URL('../../../resources/samples/', import.meta.url))
const cli = fileURLToPath(new URL('../../../worker/cli.ts', import.meta.url))

export interface Ran {
  code: number | null
  stdout: string
  stderr: string
  /** The one document of `--json`. */
  document: () => Record<string, unknown>
}

/** A folder of this test's own, gone when it ends. */
export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fieldpack-cli-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Starts the real command line as a process; `ended` resolves with what it printed, `said` is its stderr so far. */
export function start(
  args: string[],
  env: NodeJS.ProcessEnv = {},
): { process: ChildProcess; ended: Promise<Ran>; said: () => string } {
  const child = spawn(process.execPath, [cli, ...args], { env: { ...process.env, ...env }, stdio: 'pipe' })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const ended = new Promise<Ran>((resolve) =>
    child.once('close', (code) =>
      resolve({ code, stdout, stderr, document: () => JSON.parse(stdout) as Record<string, unknown> }),
    ),
  )
  return { process: child, ended, said: () => stderr }
}

export function run(args: string[], env: NodeJS.ProcessEnv = {}): Promise<Ran> {
  return start(args, env).ended
}
