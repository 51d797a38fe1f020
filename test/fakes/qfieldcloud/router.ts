import type { Ask } from '#test/fakes/qfieldcloud/ask.ts'
import type { Reply } from '#test/fakes/qfieldcloud/reply.ts'
import type { CloudState, Profile } from '#test/fakes/qfieldcloud/state.ts'

export interface Route {
  method: string
  /** Below `/api/v1/`, with its slash: `:name` is one segment, `*name` the rest. */
  pattern: string
  /** Absent from older servers. */
  since?: '2026'
  /** No token is needed. */
  open?: boolean
  answer(state: CloudState, ask: Ask): Reply | Promise<Reply>
}

export interface Found {
  /** Null when the address is known with other methods only. */
  route: Route | null
  params: Record<string, string>
}

/** @param path with its slash at the end. Null when no route has the address. */
export function find(routes: readonly Route[], profile: Profile, method: string, path: string): Found | null {
  let known: Found | null = null
  const asked = method === 'HEAD' ? 'GET' : method
  for (const route of routes) {
    if (route.since === '2026' && profile === '2024') continue
    const params = match(route.pattern, path)
    if (params === null) continue
    if (route.method === asked) return { route, params }
    known ??= { route: null, params }
  }
  return known
}

/** Segments that only a UUID matches. */
const uuids = new Set(['project', 'job'])

function match(pattern: string, path: string): Record<string, string> | null {
  const source = pattern.replace(/([:*])(\w+)/g, (_, kind: string, name: string) => {
    if (kind === '*') return `(?<${name}>.+)`
    return `(?<${name}>${uuids.has(name) ? '[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}' : '[^/]+'})`
  })
  const found = new RegExp(`^/api/v1/${source}$`).exec(path)
  if (found === null) return null
  try {
    return Object.fromEntries(
      Object.entries(found.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]),
    )
  } catch {
    return null
  }
}
