import * as fc from 'fast-check'

/** Expressions as they are written. */
export type Texts = fc.Arbitrary<string>

/** `f(a, b)` from generators of its arguments. */
export function call(name: string, ...args: Texts[]): Texts {
  return fc.tuple(...args).map((texts) => `${name}(${texts.join(', ')})`)
}

export function infix(operators: string[], left: Texts, right = left): Texts {
  return fc
    .tuple(left, fc.constantFrom(...operators), right)
    .map(([a, operator, b]) => `(${a}) ${operator} (${b})`)
}
