import { spawn } from 'node:child_process'

export interface Finished {
  code: number
  stdout: string
}

interface RunOptions {
  cwd?: string
  env?: NodeJS.ProcessEnv
  /** Keep stdout for the caller in place of showing it. */
  capture?: boolean
  /** Show nothing of stderr. */
  quiet?: boolean
  /** Ends the process after so many milliseconds. */
  timeout?: number
}

/** Runs a command without a shell and waits. A command that does not exist ends with code 127. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: [
        'inherit',
        options.capture === true ? 'pipe' : 'inherit',
        options.quiet === true ? 'ignore' : 'inherit',
      ],
      ...(options.timeout === undefined ? {} : { timeout: options.timeout }),
    })
    let stdout = ''
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
    })
    child.once('error', () => resolve({ code: 127, stdout }))
    child.once('close', (code) => resolve({ code: code ?? 1, stdout }))
  })
}
