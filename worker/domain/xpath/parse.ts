import type { ExpressionProblem } from '#worker/domain/qgis/scope.ts'
import type { BinaryOperator, Expression, Span, Step } from '#worker/domain/xpath/ast.ts'
import { tokenize } from '#worker/domain/xpath/lexer.ts'
import type { Token } from '#worker/domain/xpath/lexer.ts'
import { SyntaxFailure } from '#worker/domain/xpath/syntax.ts'

export type ParsedXPath = { ok: true; ast: Expression } | { ok: false; problem: ExpressionProblem }

/** Twice what a spreadsheet cell can hold. */
const longest = 65_536
/** Levels of a tree: every pass over it recurses, and must not run out of stack. */
const deepest = 400

/** Binding power of the operators between two operands (XPath 1.0, 3.5); all associate to the left. */
const powers: Record<BinaryOperator, number> = {
  or: 1,
  and: 2,
  '=': 3,
  '!=': 3,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  div: 6,
  mod: 6,
  '|': 8,
}
const negation = 7
const nodeTypes = new Set(['node', 'text', 'comment', 'processing-instruction'])

/**
 * Parses an XPath 1.0 expression with XLSForm's `${name}`. Typographic quotes count as straight ones, as in
 * pyxform, unless the text only parses when they are kept as letters (`'don’t'`). Never throws.
 */
export function parseXPath(text: string): ParsedXPath {
  const straight = text.replace(/[‘’‚‛]/gu, "'").replace(/[“”„‟]/gu, '"')
  const parsed = parseOnce(straight)
  if (parsed.ok || straight === text) return parsed
  const kept = parseOnce(text)
  return kept.ok ? kept : parsed
}

function parseOnce(text: string): ParsedXPath {
  try {
    if (text.length > longest) {
      throw new SyntaxFailure('tooLong', String(text.length), { start: 0, end: text.length })
    }
    return { ok: true, ast: new Parser(tokenize(text)).whole() }
  } catch (error) {
    if (error instanceof SyntaxFailure) return { ok: false, problem: error.problem }
    throw error
  }
}

class Parser {
  readonly #tokens: Token[]
  #next = 0
  #nesting = 0
  readonly #depths = new WeakMap<object, number>()

  constructor(tokens: Token[]) {
    this.#tokens = tokens
  }

  whole(): Expression {
    if (this.#peek().kind === 'end') throw new SyntaxFailure('empty', '', this.#peek())
    const expression = this.#expression(0)
    if (this.#peek().kind !== 'end') this.#fail()
    return expression
  }

  #expression(least: number): Expression {
    if (++this.#nesting > deepest) throw new SyntaxFailure('tooDeep', String(deepest), this.#peek())
    let left = this.#prefix()
    for (;;) {
      const operator = this.#operator()
      if (operator === null || powers[operator] <= least) break
      this.#next++
      const right = this.#expression(powers[operator])
      left = this.#node({ kind: 'binary', operator, left, right, span: between(left.span, right.span) }, [
        left,
        right,
      ])
    }
    this.#nesting--
    return left
  }

  #operator(): BinaryOperator | null {
    const { kind, text } = this.#peek()
    const possible = kind === 'symbol' || kind === 'name'
    return possible && Object.hasOwn(powers, text) ? (text as BinaryOperator) : null
  }

  #prefix(): Expression {
    const token = this.#peek()
    if (this.#take('-')) {
      const operand = this.#expression(negation)
      return this.#node({ kind: 'negate', operand, span: between(token, operand.span) }, [operand])
    }
    const primary = this.#primary()
    return primary === null ? this.#locationPath() : this.#continued(primary)
  }

  /** A literal, reference, call or parenthesis; null where a location path begins. */
  #primary(): Expression | null {
    const token = this.#peek()
    const span = { start: token.start, end: token.end }
    if (token.kind === 'number') {
      this.#next++
      return { kind: 'number', value: Number(token.text), span }
    }
    if (token.kind === 'string') {
      this.#next++
      return { kind: 'string', value: token.text, span }
    }
    if (token.kind === 'reference') {
      this.#next++
      const lastSaved = token.text.startsWith('last-saved#')
      return { kind: 'reference', name: lastSaved ? token.text.slice(11) : token.text, lastSaved, span }
    }
    if (this.#take('(')) {
      const inner = this.#expression(0)
      this.#expect(')')
      return inner
    }
    if (token.kind !== 'name' || !this.#is('(', 1) || nodeTypes.has(token.text)) return null
    this.#next += 2
    const args: Expression[] = []
    if (!this.#is(')')) {
      do args.push(this.#expression(0))
      while (this.#take(','))
    }
    const end = this.#expect(')').end
    return this.#node({ kind: 'call', name: token.text, args, span: { start: token.start, end } }, args)
  }

  /** `[predicates]` and `/steps` after a primary expression. */
  #continued(primary: Expression): Expression {
    const predicates = this.#predicates()
    let base = primary
    if (predicates.length > 0) {
      const span = { start: primary.span.start, end: this.#previousEnd() }
      base = this.#node({ kind: 'filter', base: primary, predicates, span }, [primary, ...predicates])
    }
    if (!this.#is('/') && !this.#is('//')) return base
    const steps = this.#moreSteps()
    const span = { start: base.span.start, end: this.#previousEnd() }
    return this.#node({ kind: 'path', from: base, steps, span }, [base, ...predicatesOf(steps)])
  }

  #locationPath(): Expression {
    const { start } = this.#peek()
    const from = this.#is('/') || this.#is('//') ? 'root' : 'here'
    let steps: Step[] = []
    if (from === 'here') steps = [this.#step(), ...this.#moreSteps()]
    else if (this.#is('//') || this.#startsStep(this.#peek(1))) steps = this.#moreSteps()
    else this.#next++
    const span = { start, end: this.#previousEnd() }
    return this.#node({ kind: 'path', from, steps, span }, predicatesOf(steps))
  }

  #moreSteps(): Step[] {
    const steps: Step[] = []
    for (;;) {
      const { start, end } = this.#peek()
      if (this.#take('//')) {
        steps.push({ axis: 'descendant-or-self', test: 'node()', predicates: [], span: { start, end } })
      } else if (!this.#take('/')) return steps
      steps.push(this.#step())
    }
  }

  #step(): Step {
    const { start } = this.#peek()
    let axis = 'child'
    let test: string
    if (this.#take('.')) [axis, test] = ['self', 'node()']
    else if (this.#take('..')) [axis, test] = ['parent', 'node()']
    else {
      if (this.#take('@')) axis = 'attribute'
      else if (this.#peek().kind === 'name' && this.#is('::', 1)) {
        axis = this.#peek().text
        this.#next += 2
      }
      test = this.#nodeTest()
    }
    const predicates = this.#predicates()
    return { axis, test, predicates, span: { start, end: this.#previousEnd() } }
  }

  #nodeTest(): string {
    const token = this.#peek()
    if (this.#take('*')) return '*'
    if (token.kind !== 'name') this.#fail()
    this.#next++
    if (!nodeTypes.has(token.text) || !this.#take('(')) return token.text
    this.#expect(')')
    return `${token.text}()`
  }

  #predicates(): Expression[] {
    const predicates: Expression[] = []
    while (this.#take('[')) {
      predicates.push(this.#expression(0))
      this.#expect(']')
    }
    return predicates
  }

  #node<T extends Expression>(node: T, children: Expression[]): T {
    const depth = 1 + Math.max(0, ...children.map((child) => this.#depths.get(child) ?? 0))
    if (depth > deepest) throw new SyntaxFailure('tooDeep', String(deepest), node.span)
    this.#depths.set(node, depth)
    return node
  }

  #startsStep(token: Token): boolean {
    return token.kind === 'name' || (token.kind === 'symbol' && ['.', '..', '@', '*'].includes(token.text))
  }

  #peek(ahead = 0): Token {
    const last = this.#tokens.length - 1
    return this.#tokens[Math.min(this.#next + ahead, last)] as Token
  }

  #previousEnd(): number {
    return this.#tokens[this.#next - 1]?.end ?? 0
  }

  #is(symbol: string, ahead = 0): boolean {
    const token = this.#peek(ahead)
    return token.kind === 'symbol' && token.text === symbol
  }

  #take(symbol: string): boolean {
    if (!this.#is(symbol)) return false
    this.#next++
    return true
  }

  #expect(symbol: string): Token {
    const token = this.#peek()
    if (!this.#take(symbol)) this.#fail()
    return token
  }

  #fail(): never {
    const { kind, text, start, end } = this.#peek()
    throw new SyntaxFailure(kind === 'end' ? 'unfinished' : 'unexpected', text, { start, end })
  }
}

function between(first: Span, last: Span): Span {
  return { start: first.start, end: last.end }
}

function predicatesOf(steps: Step[]): Expression[] {
  return steps.flatMap((step) => step.predicates)
}
