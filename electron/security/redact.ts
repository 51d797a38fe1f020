import { homedir } from 'node:os'
import type { AppErrorData } from '#worker/api/errors.ts'

const secrets: readonly [RegExp, string][] = [
  [/(\w+:\/\/[^\s:/@]*):[^\s@]+@/g, '$1:***@'],
  [/\b(Bearer|Token|Basic)\s+[\w.~+/=-]+/gi, '$1 ***'],
  [
    /\b(password|passwd|pwd|token|secret|api_?key|authorization)(["']?\s*[:=]\s*["']?)[^\s"',;&}]+/gi,
    '$1$2***',
  ],
]

const stackLines = /^\s+at .*$\n?/gm
const absolutePath = /(?<![\w.:/])(?:[A-Za-z]:\\|\/)[^\s"'<>|:*?]*/g

/**
 * An error as the page may see it: no stack, no secret, and of paths outside the home folder only the last
 * segment. Parameters name what the user chose, so their paths stay.
 */
export function redactError(error: AppErrorData, home = homedir()): AppErrorData {
  const params = Object.fromEntries(
    Object.entries(error.params).map(([key, value]) => [
      key,
      typeof value === 'string' ? hideSecrets(value) : value,
    ]),
  )
  if (error.detail === undefined) return { ...error, params }
  return { ...error, params, detail: redactText(error.detail, home) }
}

export function redactText(text: string, home: string): string {
  return hideSecrets(text.replace(stackLines, ''))
    .replace(absolutePath, (path) => shorten(path, home))
    .trimEnd()
}

/** A text without the passwords of addresses, tokens and `password=…` in it. */
export function hideSecrets(text: string): string {
  return secrets.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), text)
}

function shorten(path: string, home: string): string {
  if (path === home || path.startsWith(`${home}/`) || path.startsWith(`${home}\\`))
    return `~${path.slice(home.length)}`
  const name = path.split(/[/\\]/).at(-1) ?? ''
  return name === '' ? path : `…/${name}`
}
