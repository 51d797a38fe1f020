import { SyntaxFailure } from '#worker/domain/xpath/syntax.ts'

export interface Token {
  kind: 'number' | 'string' | 'name' | 'reference' | 'symbol' | 'end'
  /** Content of a string, name of a reference, else the characters themselves. */
  text: string
  start: number
  end: number
}

const letter = String.raw`[\p{L}_]`
const nameRest = String.raw`[\p{L}\p{M}\p{N}_.\-\u00b7]*`
const ncName = letter + nameRest

const space = /[\s\u00a0\ufeff]+/uy
const patterns: [Token['kind'], RegExp][] = [
  ['number', /\d+(?:\.\d*)?|\.\d+/uy],
  // One prefix at most, and no `::`, which ends an axis.
  ['name', new RegExp(String.raw`${ncName}(?::(?!:)(?:${ncName}|\*))?`, 'uy')],
  ['symbol', /\.\.|\/\/|::|!=|<=|>=|[-+*/|=<>()[\],.@]/uy],
]

/**
 * Cuts an expression into tokens; the last one has kind `end`.
 * Throws `SyntaxFailure` at a character that XPath does not know.
 */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  for (;;) {
    space.lastIndex = at
    at += space.exec(text)?.[0].length ?? 0
    if (at >= text.length) break
    const token = quoted(text, at) ?? reference(text, at) ?? plain(text, at)
    tokens.push(token)
    at = token.end
  }
  tokens.push({ kind: 'end', text: '', start: text.length, end: text.length })
  return tokens
}

function quoted(text: string, start: number): Token | null {
  const quote = text[start]
  if (quote !== "'" && quote !== '"') return null
  const close = text.indexOf(quote, start + 1)
  if (close < 0) throw new SyntaxFailure('unclosedString', text.slice(start), { start, end: text.length })
  return { kind: 'string', text: text.slice(start + 1, close), start, end: close + 1 }
}

function reference(text: string, start: number): Token | null {
  if (!text.startsWith('${', start)) return null
  const close = text.indexOf('}', start)
  const name = close < 0 ? '' : text.slice(start + 2, close).trim()
  const end = close < 0 ? text.length : close + 1
  if (name === '') throw new SyntaxFailure('unclosedReference', text.slice(start, end), { start, end })
  return { kind: 'reference', text: name, start, end }
}

function plain(text: string, start: number): Token {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = start
    const found = pattern.exec(text)?.[0]
    if (found !== undefined) return { kind, text: found, start, end: start + found.length }
  }
  const character = String.fromCodePoint(text.codePointAt(start) ?? 0)
  throw new SyntaxFailure('unexpected', character, { start, end: start + character.length })
}
