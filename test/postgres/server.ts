import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import pg from 'pg'
import { binariesOf, runAs, type Which } from '#test/postgres/binaries.ts'

const run = promisify(execFile)

/** A real Postgres on loopback, with a password and its default durability. */
export interface PostgresServer {
  port: number
  /** The postmaster's process id; another one after each `start`. */
  readonly pid: number
  user: string
  password: string
  /** Without the password. */
  url(database?: string): string
  createDatabase(name: string): Promise<void>
  /** SIGKILL to every one of its processes at once, as a power cut ends them. */
  kill(): Promise<void>
  /** Starts it again on the same data and port; resolves when it takes connections. */
  start(): Promise<void>
  /** Ends it and deletes its data. */
  stop(): Promise<void>
}

/** Makes a data folder and starts a server on a free port: one to three seconds. */
export async function startPostgres({ which = 'embedded' }: { which?: Which } = {}): Promise<PostgresServer> {
  const binaries = binariesOf(which)
  const folder = mkdtempSync(join(tmpdir(), 'fieldpack-pg-'))
  chmodSync(folder, 0o755)
  const data = join(folder, 'data')
  const user = 'coordinator'
  const password = `geheim & @x:y ${randomBytes(6).toString('hex')}`
  const port = await freePort()
  await initialise()
  let postmaster = await launch()
  // Whatever becomes of the tests, their server goes with them.
  const leave = (): boolean => postmaster.kill('SIGKILL')
  process.once('exit', leave)

  async function initialise(): Promise<void> {
    const secret = join(folder, 'secret')
    writeFileSync(secret, `${password}\n`, { mode: 0o600 })
    if (runAs.uid !== undefined) for (const path of [folder, secret]) chownSync(path, runAs.uid, runAs.gid)
    const words = ['-D', data, '-U', user, `--pwfile=${secret}`, '-A', 'scram-sha-256', '-E', 'UTF8']
    // Only initdb itself skips its sync: the server's own settings stay as they come.
    await run(join(binaries, 'initdb'), [...words, '--locale=C', '--no-sync'], { ...runAs, cwd: folder })
    rmSync(secret)
  }

  async function launch(): Promise<ChildProcess> {
    const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', `port=${port}`]
    const child = spawn(
      join(binaries, 'postgres'),
      ['-D', data, ...settings.flatMap((setting) => ['-c', setting])],
      { ...runAs, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
    )
    const said: string[] = []
    const ready = new Promise<void>((resolve, reject) => {
      createInterface(child.stderr).on('line', (line) => {
        said.push(line)
        if (line.includes('ready to accept connections')) resolve()
      })
      child.once('error', reject)
      child.once('exit', () => reject(new Error(`Postgres ended: ${said.slice(-5).join('\n')}`)))
    })
    await ready
    return child
  }

  const url = (database = 'postgres'): string =>
    `postgres://${user}@127.0.0.1:${port}/${encodeURIComponent(database)}`

  return {
    port,
    user,
    password,
    url,
    get pid() {
      return postmaster.pid ?? 0
    },
    async createDatabase(name) {
      const client = new pg.Client({ host: '127.0.0.1', port, user, password, database: 'postgres' })
      await client.connect()
      await client.query(`create database ${pg.escapeIdentifier(name)}`)
      await client.end()
    },
    async kill() {
      if (ended(postmaster)) return
      // Held still first: a postmaster that sees its children die would tidy up after them.
      postmaster.kill('SIGSTOP')
      const children = await childrenOf(postmaster.pid ?? 0)
      const gone = once(postmaster, 'exit')
      postmaster.kill('SIGKILL')
      for (const child of children) killNow(child)
      await gone
      await Promise.all(children.map(untilGone))
    },
    async start() {
      if (ended(postmaster)) postmaster = await launch()
    },
    async stop() {
      if (!ended(postmaster)) {
        const gone = once(postmaster, 'exit')
        // "Fast": sessions are ended, data is written.
        postmaster.kill('SIGINT')
        await gone
      }
      process.off('exit', leave)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const ended = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null

async function childrenOf(pid: number): Promise<number[]> {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid='])
  const pairs = stdout.split('\n').map((line) => line.trim().split(/\s+/).map(Number))
  return pairs.filter(([, parent]) => parent === pid).map(([child]) => child ?? 0)
}

function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended between the list and the signal.
  }
}

/** Gone or a zombie, which holds no memory and no files. */
async function untilGone(pid: number): Promise<void> {
  for (;;) {
    const { stdout } = await run('ps', ['-o', 'stat=', '-p', String(pid)]).catch(() => ({ stdout: '' }))
    if (stdout.trim() === '' || stdout.startsWith('Z')) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** A port of loopback that nothing listens on just now. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
