import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { storeBlob } from '#test/fakes/qfieldcloud/blobs.ts'
import { addVersion } from '#test/fakes/qfieldcloud/project-files.ts'
import type { Quirks, Trouble } from '#test/fakes/qfieldcloud/quirks.ts'
import { routes } from '#test/fakes/qfieldcloud/routes.ts'
import { serveRequest, type Asked } from '#test/fakes/qfieldcloud/server.ts'
import {
  newAccount,
  newProject,
  type Account,
  type CloudState,
  type FileVersion,
  type Profile,
  type Project,
} from '#test/fakes/qfieldcloud/state.ts'
import { tick, type Judges } from '#test/fakes/qfieldcloud/work.ts'

export const account = { user: 'ana', password: 'correct horse' }

export interface FakeOptions {
  profile: Profile
  /** Added to ana, bob, cleo, sam (staff), and the organization `valley` of ana's, with bob in it. */
  users?: (Partial<Account> & { username: string })[]
  /**
   * What makes jobs go on: each request for jobs (the default: one ends with the fourth look at it), so many
   * milliseconds, or only `advance()`.
   */
  jobs?: 'polls' | 'manual' | number
  port?: number
  /** PEM texts; the fake speaks TLS with them. */
  tls?: { key: string; cert: string }
  /** Outlives the test that starts it, until `close()`. */
  keep?: boolean
}

export interface FakeCloud {
  /** Scheme, host and port. */
  url: string
  /** All that the server knows: to look at, and to change behind a client's back. */
  state: CloudState
  /** Troubles of all requests; set and delete them at will. */
  quirks: Quirks
  judges: Judges
  /** All requests, oldest first. */
  requests: Asked[]
  /** Requests that carried a file's content, by the file's path in its project. */
  uploads(name: string): Asked[]
  /** Quirks of the next `times` (1) requests whose `METHOD /path/` matches. */
  trouble(quirks: Quirks, options?: { on?: RegExp; times?: number }): void
  /** Does something just before the request that comes after `count` more that match. */
  after(count: number, act: () => void, on?: RegExp): void
  addUser(given: Partial<Account> & { username: string }): Account
  /** A project as if it had been there; of ana's, when nothing else is told. */
  addProject(given?: Partial<Project>): Project
  /** A file as if it had been there: its name unchecked, no job after it; `told` is what lists say instead. */
  put(
    projectId: string,
    name: string,
    bytes: string | Uint8Array,
    told?: FileVersion['told'],
  ): Promise<FileVersion>
  /** The newest version's bytes; null when there is no such file. */
  read(projectId: string, name: string): Promise<Buffer | null>
  /** So many steps (1) of each project's oldest job: pending, queued, started, ended. */
  advance(steps?: number): void
  /** Ends all jobs. */
  settle(): void
  /** All tokens, from now on. */
  expireTokens(): void
  /** Sets the server's clock ahead, or with a negative number behind. */
  skew(ms: number): void
  close(): Promise<void>
}

/** A QFieldCloud of its own on a free port of this machine, as servers of that year answer. */
export async function startFakeCloud(options: FakeOptions): Promise<FakeCloud> {
  const folder = await mkdtemp(join(tmpdir(), 'fake-qfieldcloud-'))
  let ahead = 0
  const state: CloudState = {
    profile: options.profile,
    folder,
    now: () => Date.now() + ahead,
    accounts: new Map(),
    tokens: new Map(),
    failures: new Map(),
    projects: new Map(),
    jobs: new Map(),
    deltas: new Map(),
    faultyDeltaFiles: [],
  }
  const addUser: FakeCloud['addUser'] = (given) => {
    const made = newAccount(state.accounts.size + 1, given)
    state.accounts.set(made.username, made)
    return made
  }
  for (const given of [...people(), ...(options.users ?? [])]) addUser(given)
  const requests: Asked[] = []
  const troubles: Trouble[] = []
  const hooks: { count: number; act: () => void; on: RegExp | undefined }[] = []
  const quirks: Quirks = {}
  const judges: Judges = { job: () => null, delta: () => null }
  const polled = options.jobs ?? 'polls'
  const heard = (asked: Asked): void => {
    requests.push(asked)
    const line = `${asked.method} ${asked.path}`
    for (const hook of hooks.filter(({ on }) => on?.test(line) ?? true)) {
      hook.count -= 1
      if (hook.count === -1) hook.act()
    }
  }
  const serving = { state, routes, quirks, troubles, heard }
  const listener: Parameters<typeof createServer>[1] = (request, response) => {
    serveRequest(serving, request, response)
      .catch(() => response.destroy())
      .finally(() => {
        if (
          polled === 'polls' &&
          request.method === 'GET' &&
          request.url?.startsWith('/api/v1/jobs/') === true
        )
          tick(state, judges)
      })
  }
  const { tls } = options
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener)
  server.requestTimeout = 0
  await new Promise<void>((done) => server.listen(options.port ?? 0, '127.0.0.1', done))
  const timer = typeof polled === 'number' ? setInterval(() => tick(state, judges), polled) : undefined
  const close = async (): Promise<void> => {
    clearInterval(timer)
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
    await rm(folder, { recursive: true, force: true })
  }
  if (process.env['VITEST'] !== undefined && options.keep !== true)
    (await import('vitest')).onTestFinished(close)

  const advance = (steps = 1): void => {
    for (let step = 0; step < steps; step += 1) tick(state, judges)
  }
  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    state,
    quirks,
    judges,
    requests,
    uploads: (name) =>
      requests.filter(
        ({ method, path }) =>
          method === 'POST' && decodeURIComponent(path).replace(/^.*?\/files\/[^/]+\//, '') === `${name}/`,
      ),
    trouble: (some, { on, times = 1 } = {}) => void troubles.push({ quirks: some, on: on ?? null, times }),
    after: (count, act, on) => void hooks.push({ count, act, on }),
    addUser,
    addProject(given = {}) {
      const project = newProject(state.now(), { name: 'site', owner: account.user, ...given })
      state.projects.set(project.id, project)
      return project
    },
    async put(projectId, name, bytes, told) {
      const project = state.projects.get(projectId)
      if (project === undefined) throw new Error(`no project ${projectId}`)
      return addVersion(
        state,
        project,
        name,
        await storeBlob(folder, [Buffer.from(bytes)]),
        project.owner,
        told,
      )
    },
    async read(projectId, name) {
      const path = state.projects.get(projectId)?.files.get(name)?.at(-1)?.path
      return path === undefined ? null : readFile(path)
    },
    advance,
    settle() {
      while ([...state.jobs.values()].some(({ status }) => ['pending', 'queued', 'started'].includes(status)))
        advance()
    },
    expireTokens() {
      for (const token of state.tokens.values()) token.expiresAt = state.now()
    },
    skew: (ms) => void (ahead = ms),
    close,
  }
}

function people(): (Partial<Account> & { username: string })[] {
  return [
    { username: account.user, password: account.password, firstName: 'Ana', lastName: 'Soto' },
    { username: 'bob', password: 'battery staple' },
    { username: 'cleo', password: 'purple lamp' },
    { username: 'sam', password: 'staff only', staff: true },
    {
      username: 'valley',
      type: 2,
      owner: account.user,
      members: new Map([['bob', { role: 'member', isPublic: false }]]),
    },
  ]
}
