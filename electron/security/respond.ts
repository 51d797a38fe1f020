import { randomBytes } from 'node:crypto'
import { readFile, realpath } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { assetOf } from '#electron/security/assets.ts'
import { contentSecurityPolicy, noncePlaceholder } from '#electron/security/csp.ts'

/** One response of the scheme; every one of them carries the policy, errors too. */
export async function respond(folder: string, method: string, url: string): Promise<Response> {
  const nonce = randomBytes(16).toString('base64')
  const asset = assetOf(method, url)
  if (asset.status !== 200)
    return new Response(null, { status: asset.status, headers: headers(nonce, 'text/plain') })
  const bytes = await readInside(folder, asset.path)
  if (typeof bytes === 'number')
    return new Response(null, { status: bytes, headers: headers(nonce, 'text/plain') })
  const body = asset.type.startsWith('text/html')
    ? bytes.toString('utf8').replaceAll(noncePlaceholder, nonce)
    : new Uint8Array(bytes)
  return new Response(method === 'HEAD' ? null : body, { headers: headers(nonce, asset.type) })
}

/** The file's bytes, or a status: 403 when a link leads out of the folder. */
async function readInside(folder: string, path: string): Promise<Buffer | 403 | 404> {
  try {
    const [home, file] = await Promise.all([realpath(folder), realpath(join(folder, path))])
    return file.startsWith(home + sep) ? await readFile(file) : 403
  } catch {
    return 404
  }
}

function headers(nonce: string, type: string): Record<string, string> {
  return {
    'Content-Type': type,
    'Content-Security-Policy': contentSecurityPolicy(nonce),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cache-Control': 'no-cache',
  }
}
