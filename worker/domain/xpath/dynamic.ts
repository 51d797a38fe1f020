const literalString = /"[^"]*"|'[^']*'/gu
const moment = /\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?/gu
const url = /^\s*[A-Za-z][A-Za-z0-9+.-]*:\/\//u
const call = /[\p{L}_][\p{L}\p{N}_.\-:]*\(/u
const predicate = /\[[^\]]*\]/u
/** What can stand on either side of an operator; `A+` and `+255` have only one. */
const operand = String.raw`[\p{L}\p{N}_.)\]}'"]`
/** Without spaces a minus belongs to a number, a date or a name: `2024-01-02`, `555-1234`, `half-full`. */
const operators = [
  new RegExp(String.raw`${operand}\s*[+*|]\s*-?\s*[\p{L}\p{N}_.$('"/]`, 'u'),
  new RegExp(String.raw`${operand}\s+-\s+[\p{L}\p{N}_.$('"/]`, 'u'),
  new RegExp(String.raw`${operand}\s+(?:div|mod)\s+-?[\p{L}\p{N}_.$('"/]`, 'u'),
]

/**
 * Whether a default is an expression (pyxform's rule): it holds `${}`, a function call, a predicate or arithmetic.
 * Words, numbers, dates, URLs, `-5`, `half-full` and quoted text are literals, to be stored as they stand.
 */
export function isDynamic(text: string): boolean {
  const straight = text.replace(/[‘’]/gu, "'").replace(/[“”]/gu, '"')
  if (/\$\{[^}]+\}/u.test(straight)) return true
  if (url.test(straight)) return false
  const bare = straight.replace(literalString, "''").replace(moment, '0')
  return call.test(bare) || predicate.test(bare) || operators.some((operator) => operator.test(bare))
}
