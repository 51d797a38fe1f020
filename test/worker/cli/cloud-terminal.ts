import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { root } from '#build/root.ts'
import { withWorker } from '#worker/cli/with-worker.ts'
import { loadWords } from '#worker/words/words.ts'
import { account, startFakeCloud, type FakeCloud, type FakeOptions } from '#test/fakes/qfieldcloud/start.ts'
import { run, scratch, start, type Ran } from '#test/worker/cli/run.ts'
import { writeFiles } from '#test/worker/steps/sync-bench.ts'

/** Somebody at a terminal, with a data folder of their own. */
export interface Terminal {
  data: string
  /** `cloud …` */
  cloud(...args: string[]): Promise<Ran>
  /** `cloud … --json`, whose one document is looked at. */
  told(...args: string[]): Promise<{ code: number | null; document: never; error: Told | null }>
  login(server: string, user?: string, password?: string, ...more: string[]): Promise<Ran>
  /** The same without the second that a process takes. */
  signIn(server: string, user?: string, password?: string): Promise<void>
  /** Files of the data folder that have `text` in them, the ledger's included. */
  filesWith(text: string): string[]
}

interface Told {
  code: string
  message: string
}

export function terminal(): Terminal {
  const data = join(scratch(), 'data')
  const cloud = (...args: string[]) => run(['cloud', ...args, '--data', data])
  return {
    data,
    cloud,
    async told(...args) {
      const ran = await cloud(...args, '--json')
      // Two documents are no JSON.
      const document = JSON.parse(ran.stdout) as { error?: Told }
      expect(ran.stderr).not.toMatch(/\n +at /)
      return { code: ran.code, document: document as never, error: document.error ?? null }
    },
    login(server, user = account.user, password = account.password, ...more) {
      const { process, ended } = start(['cloud', 'login', server, user, '--data', data, ...more])
      process.stdin?.end(`${password}\n`)
      return ended
    },
    async signIn(server, username = account.user, password = account.password) {
      const resourcesDir = join(root, 'resources')
      const context = {
        json: true,
        dataDir: data,
        resourcesDir,
        words: loadWords(resourcesDir),
        note: () => undefined,
      }
      await withWorker(context, { write: true, idle: true, cloud: true }, ({ call }) =>
        call('cloud.signIn', { server, username, password }),
      )
    },
    filesWith(text) {
      const files = readdirSync(data, { recursive: true, withFileTypes: true }).filter((entry) =>
        entry.isFile(),
      )
      return files
        .map(({ parentPath, name }) => join(parentPath, name))
        .filter((path) => readFileSync(path).includes(text))
    },
  }
}

/** A server of that year whose jobs end at once, and somebody signed in to it. */
export async function signedIn(
  profile: FakeOptions['profile'],
  user?: { user: string; password: string },
): Promise<Terminal & { server: FakeCloud }> {
  const server = await startFakeCloud({ profile, jobs: 1 })
  const at = terminal()
  await at.signIn(server.url, user?.user, user?.password)
  return { ...at, server }
}

/** A folder with those files, as if they had stood there for a while. */
export function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = scratch()
  writeFiles(folder, files)
  return folder
}
