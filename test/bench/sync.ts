/**
 * `node test/bench/sync.ts`: what a sync costs, against a fake server in a process of its own: 500 files of 20 KB sent
 * and proven, beside curl with the same uploads; 5,000 files compared for the first time and for the second; one of
 * 1 GB. Prints a table to stderr and JSON to stdout; asserts nothing. Environment: `GIGABYTE=0` leaves the large file
 * out.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { Console } from 'node:console'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { open, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { SyncRequest } from '#worker/api/cloud.ts'
import { openCloud } from '#worker/cloud/open-cloud.ts'
import { signIn } from '#worker/cloud/sign-in.ts'
import type { CloudClient } from '#worker/steps/cloud-port.ts'
import { planSync } from '#worker/steps/plan-sync.ts'
import { sync } from '#worker/steps/sync.ts'
import type { SyncPorts } from '#worker/steps/sync-ports.ts'
import { createLedger } from '#worker/store/ledger.ts'
import { openStore } from '#worker/store/open.ts'
import { account } from '#test/fakes/qfieldcloud/start.ts'
import { syncJob, syncPorts } from '#test/worker/steps/sync-bench.ts'

interface Measure {
  what: string
  seen: string
  goal: string
}

const size = 20_000
const rounds = 4
const never = new AbortController().signal
const folder = mkdtempSync(join(tmpdir(), 'fieldpack-bench-'))
const server = spawn(
  process.execPath,
  [fileURLToPath(new URL('../fakes/qfieldcloud/serve.ts', import.meta.url)), '--jobs', '20'],
  { stdio: ['ignore', 'pipe', 'inherit'] },
)
const store = await openStore(join(folder, 'ledger'))
try {
  const ledger = createLedger(store, { now: Date.now, random: Math.random })
  const url = await firstLine(server)
  const { token, username } = await signIn(url, account.user, account.password)
  const cloud = openCloud({ server: url, token, username })
  const ports = { ...syncPorts(ledger, cloud) }
  const upload = (where: string, projectId: string): Promise<number> =>
    timeOfUpload(where, projectId, syncJob(ledger), ports)
  const measures = [
    ...(process.env['GIGABYTE'] === '0' ? [] : [await large(cloud, upload)]),
    await small(cloud, url, token, upload),
    ...(await many(cloud, ports, upload)),
  ]
  new Console(process.stderr).table(measures)
  console.log(JSON.stringify(measures, null, 2))
} finally {
  server.kill()
  await once(server, 'exit')
  store.close()
  rmSync(folder, { recursive: true, force: true })
}

/** By turns, so that the machine's moods meet both; the best of each. */
async function small(
  cloud: CloudClient,
  url: string,
  token: string,
  upload: (where: string, projectId: string) => Promise<number>,
): Promise<Measure> {
  const times = { ours: [] as number[], curl: [] as number[] }
  for (let round = 0; round < rounds; round += 1) {
    const where = join(folder, `small-${round}`)
    const names = fill(where, 500)
    times.ours.push(await upload(where, await newProject(cloud)))
    const theirs = await newProject(cloud)
    times.curl.push(await curl(token, round, where, names, `${url}/api/v1/files/${theirs}`))
    if ((await cloud.files(theirs)).length !== names.length) throw new Error('not all files are there')
  }
  const [ours, curls] = [Math.min(...times.ours), Math.min(...times.curl)]
  return {
    what: '500 files of 20 KB sent and proven, four at a time',
    seen: `${ours.toFixed(0)} ms, curl ${curls.toFixed(0)} ms: ${(ours / curls).toFixed(2)} times`,
    goal: '<= 1.3 times',
  }
}

async function many(
  cloud: CloudClient,
  ports: SyncPorts,
  upload: (where: string, projectId: string) => Promise<number>,
): Promise<Measure[]> {
  const where = join(folder, 'many')
  fill(where, 5000)
  const projectId = await newProject(cloud)
  const target = { kind: 'project' as const, projectId }
  const compare = (): Promise<number> =>
    timeOf(() =>
      planSync(
        { folder: where, accountId: 'a', target, choices: {}, seen: {}, download: true },
        ports,
        never,
      ),
    )
  const first = await compare()
  const sent = await upload(where, projectId)
  const second = await compare()
  return [
    { what: '5,000 files of 20 KB compared: first', seen: `${first.toFixed(0)} ms`, goal: '' },
    { what: '5,000 files sent and proven', seen: `${sent.toFixed(0)} ms`, goal: '' },
    { what: '5,000 files compared: second, both sides full', seen: `${second.toFixed(0)} ms`, goal: '< 2 s' },
  ]
}

async function large(
  cloud: CloudClient,
  upload: (where: string, projectId: string) => Promise<number>,
): Promise<Measure> {
  const where = join(folder, 'large')
  fill(where, 0)
  const handle = await open(join(where, 'large.tif'), 'w')
  const block = Buffer.alloc(1024 * 1024)
  for (let n = 0; n < 1024; n += 1) await handle.write(block.fill(n))
  await handle.close()
  const before = process.memoryUsage.rss()
  let most = before
  const timer = setInterval(() => void (most = Math.max(most, process.memoryUsage.rss())), 100)
  const projectId = await newProject(cloud)
  const ms = await timeOf(() => upload(where, projectId))
  clearInterval(timer)
  const [file] = (await cloud.files(projectId)).filter(({ name }) => name === 'large.tif')
  if (file?.size !== 1024 ** 3) throw new Error('not there whole')
  return {
    what: '1 GB hashed, sent and proven',
    seen: `${((most - before) / 1024 ** 2).toFixed(0)} MiB more than ${(before / 1024 ** 2).toFixed(0)}, ${(ms / 1000).toFixed(1)} s`,
    goal: 'grows < 64 MiB',
  }
}

/** A project and so many files, an hour old; their names. */
function fill(where: string, count: number): string[] {
  mkdirSync(where, { recursive: true })
  const then = new Date(Date.now() - 3_600_000)
  const names = Array.from({ length: count }, (_, n) => `file-${n}.bin`)
  for (const [n, name] of names.entries()) writeFileSync(join(where, name), Buffer.alloc(size, `${n} `))
  writeFileSync(join(where, 'site.qgs'), '<qgis version="3.22.16" projectname="site"></qgis>')
  for (const name of [...names, 'site.qgs']) utimesSync(join(where, name), then, then)
  return [...names, 'site.qgs']
}

/** Milliseconds of the step that sends and proves. */
async function timeOfUpload(
  where: string,
  projectId: string,
  jobId: string,
  ports: SyncPorts,
): Promise<number> {
  const at: Record<string, number> = {}
  const target = { kind: 'project', projectId }
  const request = SyncRequest.parse({ folder: where, accountId: 'a', target, makePackage: false })
  await sync(
    {
      jobId,
      request,
      signal: never,
      report: {
        step: (id) => void (at[id] = performance.now()),
        progress: () => undefined,
        log: () => undefined,
      },
      keep: () => undefined,
    },
    ports,
  )
  return (at['download'] ?? 0) - (at['upload'] ?? 0)
}

async function newProject(cloud: CloudClient): Promise<string> {
  const name = `bench-${crypto.randomUUID()}`
  return (await cloud.createProject({ name, owner: account.user, description: '', isPublic: false })).id
}

/** One process that keeps its connections, as ours does. */
async function curl(
  token: string,
  round: number,
  where: string,
  names: readonly string[],
  address: string,
): Promise<number> {
  const config = join(folder, `curl-${round}`)
  const one = (name: string): string =>
    [
      `url = "${address}/${name}/"`,
      `form = "file=@${join(where, name)}"`,
      'output = "/dev/null"',
      `header = "Authorization: Token ${token}"`,
      'fail',
      'silent',
    ].join('\n')
  await writeFile(config, names.map(one).join('\nnext\n'))
  const how = ['--no-progress-meter', '--parallel', '--parallel-max', '4', '--config', config]
  return timeOf(async () => {
    const child = spawn('curl', how, { stdio: ['ignore', 'ignore', 'inherit'] })
    const [code] = (await once(child, 'exit')) as [number]
    if (code !== 0) throw new Error(`curl ended with ${code}`)
  })
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('no output')
  for await (const chunk of child.stdout) return String(chunk).trim()
  throw new Error('the server ended')
}
