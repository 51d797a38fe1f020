import type { Expression } from '#worker/domain/xpath/ast.ts'

/** Which row a predicate asks for: `[2]`, `[position(..) - 1]`, `[position() = 2]`. Null where it is a condition. */
export function rowIndex(predicate: Expression): Expression | null {
  if (predicate.kind === 'number' || predicate.kind === 'negate') return predicate
  if (predicate.kind === 'call' && predicate.name === 'position' && predicate.args.length > 0)
    return predicate
  if (predicate.kind !== 'binary') return null
  if (['+', '-', '*', 'div', 'mod'].includes(predicate.operator)) return predicate
  if (predicate.operator !== '=') return null
  if (isOwnPosition(predicate.left)) return predicate.right
  return isOwnPosition(predicate.right) ? predicate.left : null
}

function isOwnPosition(ast: Expression): boolean {
  return ast.kind === 'call' && ast.name === 'position' && ast.args.length === 0
}
