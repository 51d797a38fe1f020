import { textArgument } from '#worker/domain/qgis/expression/argument.ts'
import type { Compiling, FunctionRule } from '#worker/domain/qgis/expression/compiling.ts'
import { atom, quoteText } from '#worker/domain/qgis/expression/term.ts'
import type { Term } from '#worker/domain/qgis/expression/term.ts'
import type { CallExpression } from '#worker/domain/xpath/ast.ts'

export const patternFunctions: Record<string, FunctionRule> = {
  regex: { least: 2, most: 2, write: regex },
}

/** ODK matches the whole text. */
function regex(call: CallExpression, compiling: Compiling): Term {
  const text = textArgument(call, 0, compiling)
  const pattern = textArgument(call, 1, compiling)
  if (typeof pattern.constant !== 'string') {
    return atom(
      `coalesce(try(regexp_match(${text.text},'^(?:' || ${pattern.text} || ')$')) > 0,false)`,
      'boolean',
      false,
    )
  }
  const match = `regexp_match(${text.text},${quoteText(`^(?:${pattern.constant})$`)})`
  if (isPattern(pattern.constant)) return atom(`coalesce(${match} > 0,false)`, 'boolean', false)
  compiling.report('xpath.pattern', { pattern: pattern.constant }, call.args[1]?.span ?? call.span)
  return atom(`coalesce(try(${match}) > 0,false)`, 'boolean', false)
}

/** Whether brackets and quantifiers fit, as far as this engine can say: it lacks some of Java's forms. */
function isPattern(pattern: string): boolean {
  const plain = pattern
    .replace(/\(\?[a-z]+(?=[):])/gu, '(?:')
    .replace(/\(\?:\)/gu, '')
    .replace(/\[:\^?[a-z]+:\]/gu, 'a')
    .replace(/(?<=[*+?}])\+/gu, '')
    .replace(/\(\?>/gu, '(?:')
  try {
    return new RegExp(plain) instanceof RegExp
  } catch {
    return false
  }
}
