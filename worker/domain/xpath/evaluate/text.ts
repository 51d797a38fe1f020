import { anyArgument, numberArgument, ofTexts, textArgument } from '#worker/domain/xpath/evaluate/argument.ts'
import { rowsOf, valuesOf } from '#worker/domain/xpath/evaluate/rows.ts'
import type { Evaluating, FunctionRule } from '#worker/domain/xpath/evaluate/sight.ts'
import { toText } from '#worker/domain/xpath/evaluate/value.ts'
import type { CallExpression } from '#worker/domain/xpath/ast.ts'

export const textFunctions: Record<string, FunctionRule> = {
  string: { least: 0, most: 1, run: (call, evaluating) => textArgument(call, 0, evaluating) },
  'string-length': { least: 0, most: 1, run: (call, evaluating) => textArgument(call, 0, evaluating).length },
  'normalize-space': {
    least: 0,
    most: 1,
    run: (call, evaluating) => textArgument(call, 0, evaluating).trim().replaceAll(/\s+/gu, ' '),
  },
  concat: { least: 1, most: Number.POSITIVE_INFINITY, run: concat },
  contains: ofTexts(2, (text = '', part = '') => text.includes(part)),
  'starts-with': ofTexts(2, (text = '', part = '') => text.startsWith(part)),
  'ends-with': ofTexts(2, (text = '', part = '') => text.endsWith(part)),
  'substring-before': ofTexts(2, (text = '', part = '') => text.slice(0, Math.max(0, text.indexOf(part)))),
  'substring-after': ofTexts(2, (text = '', part = '') =>
    part !== '' && text.includes(part)
      ? text.slice(text.indexOf(part) + part.length)
      : part === ''
        ? text
        : '',
  ),
  translate: ofTexts(3, (text = '', from = '', to = '') =>
    Array.from({ length: text.length }, (_, index) => {
      const place = from.indexOf(text.charAt(index))
      return place < 0 ? text.charAt(index) : to.charAt(place)
    }).join(''),
  ),
  substr: { least: 2, most: 3, run: substr },
  substring: { least: 2, most: 3, run: substring },
  regex: ofTexts(2, (text = '', pattern = '') => matches(text, pattern)),
  uuid: { least: 0, most: 1, run: uuid },
  digest: { least: 2, most: 3, run: digest },
  'base64-decode': ofTexts(1, (text = '') => decoded(text)),
  version: { least: 0, most: 0, run: (_call, { sight }) => sight.version },
}

function concat(call: CallExpression, evaluating: Evaluating): string {
  return call.args
    .flatMap((argument) => {
      const rows = rowsOf(argument, evaluating)
      return rows === null ? [evaluating.value(argument)] : valuesOf(rows, argument, evaluating)
    })
    .map(toText)
    .join('')
}

/** From 0, end exclusive; negative numbers count from the end. */
function substr(call: CallExpression, evaluating: Evaluating): string {
  const text = textArgument(call, 0, evaluating)
  const start = numberArgument(call, 1, evaluating)
  const end = call.args.length < 3 ? text.length : numberArgument(call, 2, evaluating)
  return Number.isNaN(start) || Number.isNaN(end) ? '' : text.slice(start, end)
}

/** From 1, with a length. */
function substring(call: CallExpression, evaluating: Evaluating): string {
  const text = textArgument(call, 0, evaluating)
  const start = Math.floor(numberArgument(call, 1, evaluating) + 0.5) - 1
  const length =
    call.args.length < 3 ? text.length - start : Math.floor(numberArgument(call, 2, evaluating) + 0.5)
  const end = start + length
  return Number.isNaN(end) ? '' : text.slice(Math.max(0, start), Math.max(0, end))
}

/** The whole text has to match; a pattern that is broken matches nothing. */
function matches(text: string, pattern: string): boolean {
  const classes: Record<string, string> = {
    alnum: 'A-Za-z0-9',
    alpha: 'A-Za-z',
    digit: '0-9',
    lower: 'a-z',
    space: String.raw`\s`,
    upper: 'A-Z',
    punct: String.raw`!-\/:-@\[-\`{-~`,
    xdigit: '0-9A-Fa-f',
  }
  const plain = pattern.replaceAll(/\[:([a-z]+):\]/gu, (all, name: string) => classes[name] ?? all)
  try {
    return new RegExp(`^(?:${plain})$`).test(text)
  } catch {
    return false
  }
}

/** A UUID, or that many random characters. */
function uuid(call: CallExpression, evaluating: Evaluating): string {
  const fresh = () => evaluating.sight.outside.uuid()
  if (call.args.length === 0) return fresh()
  const length = Math.max(0, Math.floor(numberArgument(call, 0, evaluating)) || 0)
  let text = ''
  while (text.length < Math.min(length, 1024)) text += fresh().replaceAll('-', '')
  return text.slice(0, length)
}

function digest(call: CallExpression, evaluating: Evaluating): string {
  const [text, algorithm] = [textArgument(call, 0, evaluating), textArgument(call, 1, evaluating)]
  const encoding = call.args.length < 3 ? 'base64' : toText(anyArgument(call, 2, evaluating))
  const name = algorithm.toLowerCase().replace('-', '')
  const hash = encoding === 'hex' ? evaluating.sight.outside.hash(name, text) : null
  return (
    hash ?? evaluating.fail('xpath.unsupported', { feature: `digest ${algorithm} ${encoding}` }, call.span)
  )
}

function decoded(text: string): string {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(text), (letter) => letter.codePointAt(0) ?? 0))
  } catch {
    return ''
  }
}
