import { startFakeCloud, type FakeCloud, type FakeOptions } from '#test/fakes/qfieldcloud/start.ts'

const agent = 'sdk|ts|1 fieldpack/1'
export const profiles = ['2024', '2026'] as const

export const qgs = (layers = ''): string => `<qgis version="3.22.16-Białowieża">${layers}</qgis>`

export interface Answer {
  status: number
  headers: Headers
  json: never
  text: string
}

export interface Talk {
  cloud: FakeCloud
  ask(line: string, body?: object | FormData | null, headers?: Record<string, string>): Promise<Answer>
  login(user?: string, password?: string, userAgent?: string): Promise<Answer>
  upload(project: string, name: string, content: string | Uint8Array<ArrayBuffer>): Promise<Answer>
}

/** A fake, and somebody who speaks plain HTTP to it with the token of the last login. */
export async function talk(options: FakeOptions): Promise<Talk> {
  const cloud = await startFakeCloud(options)
  let token = ''
  const here: Talk = {
    cloud,
    async ask(line, body = null, headers = {}) {
      const [method = '', path = ''] = line.split(' ')
      const json = body !== null && !(body instanceof FormData)
      const response = await fetch(`${cloud.url}/api/v1/${path}`, {
        method,
        redirect: 'manual',
        headers: {
          'User-Agent': agent,
          ...(token === '' ? {} : { Authorization: `token ${token}` }),
          ...(json ? { 'Content-Type': 'application/json' } : {}),
          ...headers,
        },
        body: json ? JSON.stringify(body) : body,
      })
      const said = await response.text()
      const parsed = /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(said) : null
      return { status: response.status, headers: response.headers, json: parsed as never, text: said }
    },
    async login(username = 'ana', password = 'correct horse', userAgent = agent) {
      token = ''
      const answer = await here.ask('POST auth/login/', { username, password }, { 'User-Agent': userAgent })
      token = (answer.json as { token?: string }).token ?? ''
      return answer
    },
    upload(project, name, content) {
      const form = new FormData()
      form.set('file', new Blob([content]), 'whatever')
      const path = name.split('/').map(encodeURIComponent).join('/')
      return here.ask(`POST files/${project}/${path}/`, form)
    },
  }
  return here
}
