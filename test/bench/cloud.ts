/**
 * `node test/bench/cloud.ts`: what the QFieldCloud client costs, against a fake server in a process of its own:
 * 500 files of 20 KB up and down, four at a time, beside curl with the same requests in the same run, and how much
 * this process grows while 1 GB goes up and comes down. Prints a table to stderr and JSON to stdout; asserts nothing.
 * Environment: `GIGABYTE=0` leaves the large file out.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { Console } from 'node:console'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { mkdir, open, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openCloud } from '#worker/cloud/open-cloud.ts'
import { signIn } from '#worker/cloud/sign-in.ts'
import type { CloudClient } from '#worker/steps/cloud-port.ts'
import { account } from '#test/fakes/qfieldcloud/start.ts'

interface Measure {
  what: string
  seen: string
  goal: string
}

const count = 500
const size = 20_000
const atATime = 4
const rounds = 8
const never = new AbortController().signal
const folder = mkdtempSync(join(tmpdir(), 'fieldpack-bench-'))
const server = spawn(
  process.execPath,
  [fileURLToPath(new URL('../fakes/qfieldcloud/serve.ts', import.meta.url)), '--jobs', '60000'],
  { stdio: ['ignore', 'pipe', 'inherit'] },
)
try {
  const url = await firstLine(server)
  const { token, username } = await signIn(url, account.user, account.password)
  const cloud = openCloud({ server: url, token, username })
  const measures = [
    // First, while the process is as small as it begins.
    ...(process.env['GIGABYTE'] === '0' ? [] : await large(cloud)),
    ...(await small(cloud, url, token)),
  ]
  new Console(process.stderr).table(measures)
  console.log(JSON.stringify(measures, null, 2))
} finally {
  server.kill()
  await once(server, 'exit')
  rmSync(folder, { recursive: true, force: true })
}

/** Ours and curl's by turns, so that the machine's moods meet both; the best of each. */
async function small(cloud: CloudClient, url: string, token: string): Promise<Measure[]> {
  const names = Array.from({ length: count }, (_, n) => `photo-${n}.jpg`)
  await mkdir(join(folder, 'up'))
  await Promise.all(names.map((name, n) => writeFile(join(folder, 'up', name), Buffer.alloc(size, n))))
  const times = { up: [] as number[], upCurl: [] as number[], down: [] as number[], downCurl: [] as number[] }
  for (let round = 0; round < rounds; round += 1) {
    const [ours, theirs] = [await newProject(cloud), await newProject(cloud)]
    const upload = (name: string): Promise<void> =>
      cloud.upload(ours, name, join(folder, 'up', name), { signal: never })
    times.up.push(await timeOf(() => fourAtATime(names, upload)))
    times.upCurl.push(
      await curl(token, round, names, (name) => [
        `url = "${url}/api/v1/files/${theirs}/${name}/"`,
        `form = "file=@${join(folder, 'up', name)}"`,
        'output = "/dev/null"',
      ]),
    )
    const [listed, alsoListed] = [await cloud.files(ours), await cloud.files(theirs)]
    if (listed.length !== count || alsoListed.length !== count) throw new Error('not all files are there')
    const down = join(folder, `down-${round}`)
    times.down.push(
      await timeOf(() =>
        fourAtATime(listed, (file) => cloud.download(ours, file, join(down, file.name), { signal: never })),
      ),
    )
    await mkdir(`${down}-curl`)
    times.downCurl.push(
      await curl(token, round, names, (name) => [
        `url = "${url}/api/v1/files/${theirs}/${name}/"`,
        `output = "${join(`${down}-curl`, name)}"`,
      ]),
    )
  }
  const best = (one: number[]): number => Math.min(...one)
  const beside = (one: number[], other: number[]): string =>
    `${best(one).toFixed(0)} ms, curl ${best(other).toFixed(0)} ms: ${(best(one) / best(other)).toFixed(2)} times`
  return [
    {
      what: '500 files of 20 KB up, four at a time',
      seen: beside(times.up, times.upCurl),
      goal: '<= 1.3 times',
    },
    {
      what: '500 files of 20 KB down, each proven',
      seen: beside(times.down, times.downCurl),
      goal: '',
    },
  ]
}

async function large(cloud: CloudClient): Promise<Measure[]> {
  const path = join(folder, 'large.tif')
  const handle = await open(path, 'w')
  const block = Buffer.alloc(1024 * 1024)
  for (let n = 0; n < 1024; n += 1) await handle.write(block.fill(n))
  await handle.close()
  const projectId = await newProject(cloud)
  const up = await growthOf(() => cloud.upload(projectId, 'large.tif', path, { signal: never }))
  const [file] = await cloud.files(projectId)
  if (file?.size !== 1024 ** 3) throw new Error('not there whole')
  const down = await growthOf(() => cloud.download(projectId, file, `${path}.2`, { signal: never }))
  return [
    { what: '1 GB up', seen: up, goal: 'grows < 64 MiB' },
    { what: '1 GB down, proven', seen: down, goal: 'grows < 64 MiB' },
  ]
}

async function newProject(cloud: CloudClient): Promise<string> {
  const name = `bench-${crypto.randomUUID()}`
  return (await cloud.createProject({ name, owner: account.user, description: '', isPublic: false })).id
}

async function fourAtATime<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items]
  const one = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: atATime }, one))
}

/** One process that keeps its connections, as ours does. */
async function curl(
  token: string,
  round: number,
  names: readonly string[],
  linesOf: (name: string) => string[],
): Promise<number> {
  const config = join(folder, `curl-${round}`)
  const one = (name: string): string =>
    [...linesOf(name), `header = "Authorization: Token ${token}"`, 'fail', 'silent'].join('\n')
  await writeFile(config, names.map(one).join('\nnext\n'))
  return timeOf(async () => {
    const child = spawn(
      'curl',
      ['--no-progress-meter', '--parallel', '--parallel-max', String(atATime), '--config', config],
      {
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    )
    const [code] = (await once(child, 'exit')) as [number]
    if (code !== 0) throw new Error(`curl ended with ${code}`)
  })
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

/** The most that the process took beyond what it had, looked at ten times a second. */
async function growthOf(work: () => Promise<unknown>): Promise<string> {
  const before = process.memoryUsage.rss()
  let most = before
  const timer = setInterval(() => void (most = Math.max(most, process.memoryUsage.rss())), 100)
  const ms = await timeOf(work)
  clearInterval(timer)
  return `${((most - before) / 1024 ** 2).toFixed(0)} MiB more than ${(before / 1024 ** 2).toFixed(0)}, ${(ms / 1000).toFixed(1)} s`
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('no output')
  for await (const chunk of child.stdout) return String(chunk).trim()
  throw new Error('the server ended')
}
