import { extname } from 'node:path'

/** The only origin that our windows show. */
export const appOrigin = 'app://app'
export const startPage = `${appOrigin}/index.html`

export type Asset = { status: 200; path: string; type: string } | { status: 403 | 404 | 405 }

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
}

/**
 * The file that a request to `app://app/…` means, as a path below the renderer's folder.
 *
 * URL parsing already folds `..` and `%2e%2e` away inside the path; what is left of tricks (encoded
 * slashes, backslashes, NUL) is refused whole, since no file of ours has such a name.
 */
export function assetOf(method: string, url: string): Asset {
  if (method !== 'GET' && method !== 'HEAD') return { status: 405 }
  const parsed = URL.parse(url)
  if (parsed === null || parsed.protocol !== 'app:' || parsed.host !== 'app') return { status: 403 }
  if (url.includes('..') || /%2e%2e|%2f|%5c|%00|\\|\0/i.test(url)) return { status: 403 }
  const path = decode(parsed.pathname)
  if (path === null || !/^\/[\w.@/ -]+$/.test(path) || path.startsWith('//')) return { status: 403 }
  const type = types[extname(path)]
  return type === undefined ? { status: 404 } : { status: 200, path: path.slice(1), type }
}

function decode(path: string): string | null {
  try {
    return decodeURIComponent(path)
  } catch {
    return null
  }
}
