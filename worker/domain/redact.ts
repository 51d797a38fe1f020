const hidden = '***'

/** Name of a variable, column or JSON key that holds a secret. */
const name = String.raw`[\w-]*(?:password|passwd|passphrase|pwd|secret|api[_-]?key|token)[\w-]*`
const value = String.raw`"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s,;&"'}]+`

const rules: [RegExp, string][] = [
  // scheme://user:password@host; a password may hold an @, so up to the last one.
  [/(\b[a-z][\w+.-]*:\/\/[^\s:/@"']*):[^\s"'<>]*@/gi, `$1:${hidden}@`],
  // password=…, PGPASSWORD='…', ?token=…
  [new RegExp(String.raw`\b(${name}\s*=\s*)(?:${value})`, 'gi'), `$1${hidden}`],
  // "password": "…", 'token': …
  [new RegExp(String.raw`(["']${name}["']\s*:\s*)(?:${value})`, 'gi'), `$1"${hidden}"`],
  [/\b((?:password|passphrase)\s*:\s*)\S+/gi, `$1${hidden}`],
  // HTTP headers, with or without their name.
  [/\b(authorization["']?\s*[:=]\s*["']?(?:(?:bearer|token|basic)\s+)?)[^\s"',]+/gi, `$1${hidden}`],
  [/\b(bearer\s+)[\w.~+/=-]{8,}/gi, `$1${hidden}`],
  [/\b(token\s+)(?=[\w-]*\d)[\w-]{16,}/gi, `$1${hidden}`],
]

/**
 * The text without passwords, tokens and keys, for logs and for the details that a person may copy out.
 * Rather hides a word too much than a secret too little.
 */
export function redact(text: string): string {
  return rules.reduce((clean, [pattern, replacement]) => clean.replace(pattern, replacement), text)
}
