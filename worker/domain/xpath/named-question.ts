import type { Expression } from '#worker/domain/xpath/ast.ts'
import { parseXPath } from '#worker/domain/xpath/parse.ts'
import { formPathOf } from '#worker/domain/xpath/references.ts'

/** The question that an argument names, in quotes or without: `'${x}'`, `/data/x`. Null where it names none. */
export function namedQuestion(ast: Expression | undefined): string | null {
  if (ast?.kind === 'reference') return ast.name
  if (ast?.kind === 'path') return formPathOf(ast)?.names.at(-1) ?? null
  if (ast?.kind !== 'string') return null
  const parsed = parseXPath(ast.value)
  return parsed.ok && parsed.ast.kind !== 'string' ? namedQuestion(parsed.ast) : null
}
