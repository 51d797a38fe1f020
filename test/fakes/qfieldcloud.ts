import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { onTestFinished } from 'vitest'

export interface FakeFile {
  bytes: Buffer
  isAttachment?: boolean
  /** What the list says instead of the truth. */
  told?: { size?: number; sha256?: string }
}

/** What of a real server's troubles it has just now. */
export interface Troubles {
  /** A proxy's page in the place of every answer, with this status. */
  page?: number
  /** Milliseconds before each answer. */
  slow?: number
  /** Files are cut off in their middle. */
  cut?: boolean
  /** No `sha256` in lists, as servers of 2024 without it. */
  old?: boolean
}

export interface FakeCloud {
  url: string
  files: Map<string, FakeFile>
  troubles: Troubles
  /** `METHOD path` of every request. */
  asked: string[]
  /** User-Agent of the last request. */
  agent(): string
}

export const projectId = 'e02d02cc-af1b-414c-a14c-e2ed5dfee52f'
export const account = { user: 'ana', password: 'correct horse' }

/**
 * The endpoints of QFieldCloud that Fieldpack uses, as its API is documented: `auth/token/`, `files/<project>/` and
 * `files/<project>/<path>/`, with the redirect of addresses without a slash at their end, and errors as JSON.
 */
export async function fakeCloud(): Promise<FakeCloud> {
  const files = new Map<string, FakeFile>()
  const asked: string[] = []
  const cloud = { files, asked, troubles: {} as Troubles }
  let agent = ''
  const server = createServer((request, response) => {
    agent = request.headers['user-agent'] ?? ''
    asked.push(`${request.method} ${request.url}`)
    answer(cloud, request, response).catch(() => response.destroy())
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return Object.assign(cloud, { url, agent: () => agent })
}

type State = Pick<FakeCloud, 'files' | 'troubles'>

async function answer(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { troubles } = state
  if (troubles.slow !== undefined) await sleep(troubles.slow)
  if (troubles.page !== undefined) {
    response.writeHead(troubles.page, { 'Content-Type': 'text/html' })
    response.end('<html><body><h1>nginx</h1></body></html>')
    return
  }
  const path = (request.url ?? '').split('?', 1)[0] ?? ''
  if (!path.endsWith('/')) {
    response.writeHead(301, { Location: `${path}/` }).end()
    return
  }
  const [, root, ...parts] = path.slice(0, -1).split('/api/v1/').join('/').split('/')
  if (root === 'auth' && request.method === 'POST') return login(request, response)
  if (request.headers.authorization !== `Token ${token}`)
    return json(response, 401, { code: 'token_authentication_failed', message: 'Token is invalid.' })
  const [project, ...rest] = parts
  if (root !== 'files' || project !== projectId)
    return json(response, 404, { code: 'object_not_found', message: 'Object not found.' })
  const name = rest.map(decodeURIComponent).join('/')
  if (name === '') return json(response, 200, [...state.files].map(listed(troubles)))
  return request.method === 'POST' ? receive(state, name, request, response) : deliver(state, name, response)
}

const token = 'a'.repeat(100)

async function login(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const given = new URLSearchParams((await bodyOf(request)).toString())
  if (given.get('username') !== account.user || given.get('password') !== account.password)
    return json(response, 401, { code: 'authentication_failed', message: 'Authentication failed' })
  return json(response, 200, { token, username: account.user, expires_at: '2030-01-01T00:00:00Z' })
}

function listed(troubles: Troubles) {
  return ([name, { bytes, isAttachment = false, told }]: [string, FakeFile]) => ({
    name,
    size: told?.size ?? bytes.length,
    md5sum: createHash('md5').update(bytes).digest('hex'),
    last_modified: '23.09.2024 10:11:12 UTC',
    is_attachment: isAttachment,
    ...(troubles.old === true
      ? {}
      : { sha256: told?.sha256 ?? createHash('sha256').update(bytes).digest('hex') }),
    versions: [],
  })
}

/** Exactly one part named `file`; its filename is ignored, the address wins. */
async function receive(
  { files }: State,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const form = await new Response(await bodyOf(request), {
    headers: { 'Content-Type': request.headers['content-type'] ?? '' },
  }).formData()
  const parts = [...form.entries()]
  const [part] = parts
  if (parts.length !== 1 || part === undefined || part[0] !== 'file' || typeof part[1] === 'string')
    return json(response, 400, { code: 'empty_content', message: 'Empty content' })
  files.set(name, { bytes: Buffer.from(await part[1].arrayBuffer()) })
  return json(response, 201, {})
}

function deliver({ files, troubles }: State, name: string, response: ServerResponse): Promise<void> | void {
  const file = files.get(name)
  if (file === undefined)
    return json(response, 404, { code: 'object_not_found', message: 'Object not found.' })
  response.writeHead(200, { 'Content-Length': file.bytes.length })
  if (troubles.cut !== true) return void response.end(file.bytes)
  response.write(file.bytes.subarray(0, file.bytes.length / 2), () => response.destroy())
}

function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value))
}

async function bodyOf(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
