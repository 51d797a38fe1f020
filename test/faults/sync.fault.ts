import { fork } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import type { Job } from '#worker/api/jobs.ts'
import { signIn } from '#worker/cloud/sign-in.ts'
import { createLedger, type Ledger } from '#worker/store/ledger.ts'
import { openStore } from '#worker/store/open.ts'
import { account, startFakeCloud, type FakeCloud } from '#test/fakes/qfieldcloud/start.ts'
import type { Asked } from '#test/fakes/qfieldcloud/server.ts'
import type { Profile } from '#test/fakes/qfieldcloud/state.ts'
import { rollDice } from '#test/faults/dice.ts'
import type { SyncWorkerOptions } from '#test/faults/sync-worker.ts'
import { until } from '#test/faults/until.ts'
import { temporaryFolder } from '#test/worker/store/temporary.ts'

const kills = 30
const haste = 100

type Content = Map<string, string>

test.each<Profile>(['2024', '2026'])(
  `kill -9 at up to ${kills} points of a sync with %s, over a bad line: nothing is lost or sent twice`,
  async (profile) => {
    const random = rollDice(`Sync killed, ${profile}`)
    const server = await startFakeCloud({ profile, jobs: 150 })
    const project = server.addProject({ name: 'ward' })
    const folder = temporaryFolder()
    const dir = temporaryFolder()
    const { token, username } = await signIn(server.url, account.user, account.password)
    const options = { dir, server: server.url, token, username, began: Date.now(), haste }
    const here = firstFiles(random)
    write(folder, here)

    const ask = async (): Promise<string> =>
      withLedger(dir, (ledger) => {
        const target = { kind: 'project', projectId: project.id }
        const request = { folder, accountId: 'a', target }
        return ledger.jobs.create({ type: 'sync', title: 'ward', request, files: [], maxAttempts: 1000 }).id
      })

    const first = await runThrough(options, await ask(), { random, server })
    expect(await readThere(server, project.id)).toEqual(readHere(folder))
    expectOnce(server.requests, here)

    server.requests.length = 0
    const { replaced, conflicts, sent } = await change(server, project.id, folder, here, random)
    const jobId = await ask()
    const second = await runThrough(options, jobId, { random, server })
    const ours = readHere(folder)
    expect(await readThere(server, project.id)).toEqual(ours)
    expectOnce(server.requests, sent)
    for (const content of conflicts.flat()) expect([...ours.values()]).toContain(content)
    await withLedger(dir, (ledger) => {
      const kept = ledger.cloud.items.kept(jobId).map(({ sha256 }) => sha256)
      for (const content of replaced) expect(kept).toContain(shaOf(content))
      for (const sha256 of kept) expect(shaOf(readFileSync(ledger.blobs.pathOf(sha256)))).toBe(sha256)
    })
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([])
    process.stdout.write(`Killed in: ${JSON.stringify([first, second])}\n`)
  },
)

function firstFiles(random: () => number): Content {
  const files: Content = new Map([['ward.qgs', '<qgis version="3.22.16" projectname="ward"></qgis>']])
  for (let index = 0; index < 40; index += 1)
    files.set(`${['data', 'DCIM', 'more/deep'][index % 3]}/file-${index}.bin`, text(random, index))
  return files
}

/** Some 10 to 400 KB that no other file has. */
function text(random: () => number, index: number): string {
  return `${index} ${random()} `.repeat(400 + Math.floor(random() * 15_000))
}

/** Changes some files here, some there and some on both sides. */
async function change(
  server: FakeCloud,
  projectId: string,
  folder: string,
  before: Content,
  random: () => number,
): Promise<{ replaced: string[]; conflicts: string[][]; sent: Content }> {
  const here: Content = new Map()
  const replaced: string[] = []
  const conflicts: string[][] = []
  const sent: Content = new Map()
  for (const [index, [name, old]] of [...before].entries()) {
    const [ours, theirs] = [text(random, index), text(random, index)]
    const kind = name === 'ward.qgs' ? 'up' : ['up', 'down', 'both', 'same', 'new'][index % 5]
    if (kind === 'up') here.set(name, name === 'ward.qgs' ? `${old}\n` : ours)
    if (kind === 'new') here.set(`new/${index}.bin`, ours)
    if (kind === 'both') here.set(name, ours)
    if (kind === 'new') await server.put(projectId, `theirs/${index}.bin`, theirs)
    if (kind === 'down' || kind === 'both') await server.put(projectId, name, theirs)
    if (kind === 'down') replaced.push(old)
    if (kind === 'both') conflicts.push([ours, theirs])
  }
  write(folder, here)
  for (const [name, content] of here) sent.set(name, content)
  return { replaced, conflicts, sent }
}

/** Kills workers in the middle of the job, and lets the last one bring it to its end. */
async function runThrough(
  options: SyncWorkerOptions,
  jobId: string,
  { random, server }: { random: () => number; server: FakeCloud },
): Promise<Record<string, number>> {
  const hits: Record<string, number> = {}
  for (let kill = 0; kill < kills / 2; kill += 1) {
    spoil(server, random)
    const worker = await startSyncWorker(options)
    await worker.begun(jobId)
    await Promise.race([worker.ended(jobId), sleep(random() * 1500)])
    const job = worker.last()
    await worker.kill()
    const where = job?.steps.find(({ state }) => state === 'running')?.id ?? job?.state ?? 'start'
    hits[where] = (hits[where] ?? 0) + 1
    if (job?.state === 'finished') return hits
  }
  const worker = await startSyncWorker(options)
  await worker.ended(jobId)
  await worker.kill()
  return hits
}

/** A bad line: some of the next requests end in the middle, before or after the server has done its work. */
function spoil(server: FakeCloud, random: () => number): void {
  server.quirks.bytesPerSecond = 400_000
  // Each meets other files: troubles that meet the same request come as one.
  const on = (method: string) => new RegExp(`${method} .*/files/.*${Math.floor(random() * 10)}\\.bin`, 'u')
  server.trouble({ cutUploadAfter: Math.floor(random() * 100_000) }, { on: on('POST') })
  server.trouble({ cutUploadAfter: Math.floor(random() * 100_000) }, { on: on('POST') })
  server.trouble({ cutDownloadAfter: 1 }, { on: on('POST') })
  server.trouble({ cutDownloadAfter: Math.floor(random() * 100_000) }, { on: on('GET') })
  server.trouble({ page: 502 }, { on: on('(GET|POST)') })
  server.trouble({ reset: true }, { on: random() < 0.5 ? /jobs/ : on('(GET|POST)'), times: 2 })
}

interface SyncWorker {
  /** The job as it was told last. */
  last(): Job | null
  /** Resolves once the worker has taken the job up. */
  begun(jobId: string): Promise<unknown>
  /** Resolves once it is finished; rejects when it failed. */
  ended(jobId: string): Promise<unknown>
  kill(): Promise<void>
}

async function startSyncWorker(options: SyncWorkerOptions): Promise<SyncWorker> {
  const file = join(import.meta.dirname, 'sync-worker.ts')
  const child = fork(file, [JSON.stringify(options)], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  let last: Job | null = null
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (told: string) => (said += told))
  child.on('message', (job) => void (last = job as Job))
  const gone = once(child, 'exit')
  return {
    last: () => last,
    begun: (jobId) =>
      until(async () => {
        if (child.exitCode !== null) throw new Error(said)
        return last !== null || (await stateOf(options.dir, jobId)) === 'finished'
      }),
    ended: (jobId) =>
      until(async () => {
        if (child.signalCode === 'SIGKILL') return true
        if (child.exitCode !== null) throw new Error(said)
        // One that had finished before tells nothing any more.
        const state = last?.state ?? (await stateOf(options.dir, jobId))
        if (state === 'failed' || state === 'stopped') throw new Error(JSON.stringify(last?.error))
        return state === 'finished'
      }),
    async kill() {
      child.kill('SIGKILL')
      await gone
    },
  }
}

async function stateOf(dir: string, jobId: string): Promise<Job['state'] | null> {
  const store = await openStore(dir, { readOnly: true })
  try {
    return createLedger(store, { now: Date.now, random: Math.random }).jobs.find(jobId)?.state ?? null
  } finally {
    store.close()
  }
}

async function withLedger<T>(dir: string, work: (ledger: Ledger) => T): Promise<T> {
  const store = await openStore(dir)
  try {
    return work(createLedger(store, { now: Date.now, random: Math.random }))
  } finally {
    store.close()
  }
}

/** Each content was stored by one upload: what broke off was sent again, and what had arrived never. */
function expectOnce(requests: readonly Asked[], files: Content): void {
  const stored = requests.filter(
    ({ method, path, status }) => method === 'POST' && path.includes('/files/') && status === 201,
  )
  const times = Map.groupBy(stored, ({ path }) => decodeURIComponent(path))
  expect([...times].filter(([, all]) => all.length > 1).map(([path]) => path)).toEqual([])
  const sent = requests.filter(({ method, path }) => method === 'POST' && path.includes('/files/'))
  const bytes = sent.reduce((sum, { bytesIn }) => sum + bytesIn, 0)
  const least = [...files.values()].reduce((sum, content) => sum + content.length, 0)
  process.stdout.write(`${files.size} files of ${least} bytes, ${bytes} bytes sent\n`)
}

function write(folder: string, files: Content): void {
  for (const [name, content] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
}

function readHere(folder: string): Content {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  const paths = entries.map(({ parentPath, name }) => join(parentPath, name))
  return new Map(
    paths.map((path): [string, string] => [relative(folder, path), readFileSync(path, 'utf8')]).sort(byName),
  )
}

async function readThere(server: FakeCloud, projectId: string): Promise<Content> {
  const names = [...(server.state.projects.get(projectId)?.files.keys() ?? [])]
  const files = names.map(async (name): Promise<[string, string]> => [
    name,
    (await server.read(projectId, name))?.toString('utf8') ?? '',
  ])
  return new Map((await Promise.all(files)).sort(byName))
}

const byName = ([a]: [string, string], [b]: [string, string]): number => (a < b ? -1 : 1)
const shaOf = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex')
