import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished, type TestContext } from 'vitest'

/** A real file system of 2 MiB; skips the test, and says why, where none may be mounted. */
export function mountSmallDisk(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'fieldpack-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder], { stdio: 'pipe' })
  } catch (thrown) {
    rmdirSync(folder)
    context.skip(`no small disk can be mounted here: ${String(thrown).split('\n')[0]}`)
  }
  onTestFinished(() => {
    execFileSync('umount', ['--lazy', folder])
    rmdirSync(folder)
  })
  return folder
}

export function remountReadOnly(folder: string): void {
  execFileSync('mount', ['-o', 'remount,ro', folder])
}
