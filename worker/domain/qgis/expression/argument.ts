import type { Compiling, FunctionRule } from '#worker/domain/qgis/expression/compiling.ts'
import { numeric } from '#worker/domain/qgis/expression/arithmetic.ts'
import { toBoolean, toText } from '#worker/domain/qgis/expression/convert.ts'
import { nothing } from '#worker/domain/qgis/expression/term.ts'
import type { Term } from '#worker/domain/qgis/expression/term.ts'
import type { CallExpression } from '#worker/domain/xpath/ast.ts'

/** An argument as it comes; `.` where it may be left out and is. */
export function anyArgument(call: CallExpression, index: number, compiling: Compiling): Term {
  const ast = call.args[index]
  if (ast !== undefined) return compiling.term(ast)
  if (index > 0) return nothing('unknown')
  const step = { axis: 'self', test: 'node()', predicates: [], span: call.span }
  return compiling.term({ kind: 'path', from: 'here', steps: [step], span: call.span })
}

/** An argument as text, never NULL. */
export function textArgument(call: CallExpression, index: number, compiling: Compiling): Term {
  return toText(anyArgument(call, index, compiling))
}

/** An argument as a number, NULL where it is none. */
export function numberArgument(call: CallExpression, index: number, compiling: Compiling): Term {
  return numeric(anyArgument(call, index, compiling), compiling, call.args[index]?.span ?? call.span)
}

/** An argument as a truth value, never NULL. */
export function truthArgument(call: CallExpression, index: number, compiling: Compiling): Term {
  return toBoolean(anyArgument(call, index, compiling))
}

/** An argument that has to be written out as text or a number; null, and a problem, when it is not. */
export function constantArgument(call: CallExpression, index: number, compiling: Compiling): string | null {
  const { constant } = anyArgument(call, index, compiling)
  if (constant !== undefined) return String(constant)
  const params = { function: call.name, argument: index + 1 }
  compiling.fail('xpath.constantNeeded', params, call.args[index]?.span ?? call.span)
  return null
}

/** A function of two texts. */
export function ofTexts(write: (first: Term, second: Term) => Term): FunctionRule['write'] {
  return (call, compiling) => write(textArgument(call, 0, compiling), textArgument(call, 1, compiling))
}
