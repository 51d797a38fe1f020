import type { Expression, Step } from '#worker/domain/xpath/ast.ts'

/** Writes an expression with every operand in parentheses. */
export function print(ast: Expression): string {
  switch (ast.kind) {
    case 'number':
      return decimal(ast.value)
    case 'string':
      return ast.value.includes("'") ? `"${ast.value}"` : `'${ast.value}'`
    case 'reference':
      return `\${${ast.lastSaved ? 'last-saved#' : ''}${ast.name}}`
    case 'call':
      return `${ast.name}(${ast.args.map(print).join(', ')})`
    case 'binary':
      return `(${print(ast.left)}) ${ast.operator} (${print(ast.right)})`
    case 'negate':
      return `-(${print(ast.operand)})`
    case 'filter':
      return `(${print(ast.base)})${ast.predicates.map((one) => `[${print(one)}]`).join('')}`
    case 'path':
      if (ast.from === 'root') return `/${steps(ast.steps)}`
      return ast.from === 'here' ? steps(ast.steps) : `(${print(ast.from)})/${steps(ast.steps)}`
  }
}

function steps(list: Step[]): string {
  return list.map(step).join('/')
}

function step({ axis, test, predicates }: Step): string {
  const short: Record<string, string> = { 'self node()': '.', 'parent node()': '..' }
  const name =
    short[`${axis} ${test}`] ??
    (axis === 'child' ? test : axis === 'attribute' ? `@${test}` : `${axis}::${test}`)
  return name + predicates.map((one) => `[${print(one)}]`).join('')
}

/** XPath has no exponents. */
function decimal(value: number): string {
  const text = String(value)
  return text.includes('e') ? BigInt(value).toString() : text
}
