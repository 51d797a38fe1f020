import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyExpression, withoutSpans } from '#test/worker/domain/xpath/arbitrary.ts'
import { print } from '#test/worker/domain/xpath/print.ts'
import type { Expression } from '#worker/domain/xpath/ast.ts'
import { parseXPath } from '#worker/domain/xpath/parse.ts'

function ast(text: string): Expression {
  const parsed = parseXPath(text)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problem))
  return parsed.ast
}

function problem(text: string) {
  const parsed = parseXPath(text)
  return parsed.ok ? null : { ...parsed.problem.params, ...parsed.problem.span }
}

describe('precedence', () => {
  test.each([
    ['1 + 2 * 3', '(1) + ((2) * (3))'],
    ['1 - 2 - 3', '((1) - (2)) - (3)'],
    ['8 div 2 mod 3', '((8) div (2)) mod (3)'],
    ['1 < 2 = 3 > 4', '((1) < (2)) = ((3) > (4))'],
    ['a or b and c', '(a) or ((b) and (c))'],
    ['a = b and c != d', '((a) = (b)) and ((c) != (d))'],
    ['-1 + 2', '(-(1)) + (2)'],
    ['-a | b', '-((a) | (b))'],
    ['- -1 * 2', '(-(-(1))) * (2)'],
    ['(1 + 2) * 3', '((1) + (2)) * (3)'],
  ])('%s', (text, printed) => {
    expect(print(ast(text))).toBe(printed)
  })
})

describe('words that are operators only between operands', () => {
  test.each([
    ['div div div', '(div) div (div)'],
    ['and and or', '(and) and (or)'],
    ['* * *', '(*) * (*)'],
    ['a*b', '(a) * (b)'],
    ['${n}-1', '(${n}) - (1)'],
    ['a-1', 'a-1'],
    ['a -1', '(a) - (1)'],
    ['7mod 2', '(7) mod (2)'],
    ['mod(2)', 'mod(2)'],
  ])('%s', (text, printed) => {
    expect(print(ast(text))).toBe(printed)
  })
})

describe('paths', () => {
  test.each([
    ['.', '.'],
    ['..', '..'],
    ['../x', '../x'],
    ['../../g/x', '../../g/x'],
    ['/data/g/x', '/data/g/x'],
    ['current()/../x', '(current())/../x'],
    ["instance('l')/root/item[name=${x}]/label", "(instance('l'))/root/item[(name) = (${x})]/label"],
    ['${kids}[q > 6]', '(${kids})[(q) > (6)]'],
    ['${kids}[2]/nm', '((${kids})[2])/nm'],
    ['@id', '@id'],
    ['//a', '/descendant-or-self::node()/a'],
    ['child::a', 'a'],
    ['a/text()', 'a/text()'],
    ['jr:choice-name(a, b)', 'jr:choice-name(a, b)'],
  ])('%s', (text, printed) => {
    expect(print(ast(text))).toBe(printed)
  })
})

describe('quotes', () => {
  test.each([
    ['’religious’', 'religious'],
    ["’restaurant'", 'restaurant'],
    ['“yes”', 'yes'],
    ['’’', ''],
    ["'don’t'", 'don’t'],
    ['"it\'s"', "it's"],
  ])('%s', (text, value) => {
    expect(ast(text)).toMatchObject({ kind: 'string', value })
  })

  test('an instance with mixed quotes', () => {
    expect(print(ast("instance('features’)/root/item[id=${feature}]/healthcare"))).toBe(
      "(instance('features'))/root/item[(id) = (${feature})]/healthcare",
    )
  })
})

test('spans are offsets in the text as it was written', () => {
  const parsed = ast('  if(${a} = ’x’, 1, 2)')
  expect(parsed.span).toEqual({ start: 2, end: 22 })
  expect(parsed.kind === 'call' && parsed.args[0]?.span).toEqual({ start: 5, end: 15 })
})

test('a reference may be the last saved one', () => {
  expect(ast('${last-saved#x}')).toMatchObject({ kind: 'reference', name: 'x', lastSaved: true })
})

test('no-break spaces and line breaks are spaces', () => {
  expect(print(ast('${a}\u00a0=\n1'))).toBe('(${a}) = (1)')
})

describe('mistakes are problems with a place', () => {
  test.each([
    ['', { reason: 'empty', found: '', start: 0, end: 0 }],
    ['   ', { reason: 'empty', found: '', start: 3, end: 3 }],
    ['1 +', { reason: 'unfinished', found: '', start: 3, end: 3 }],
    ['(1', { reason: 'unfinished', found: '', start: 2, end: 2 }],
    ['1)', { reason: 'unexpected', found: ')', start: 1, end: 2 }],
    ['${a} == 1', { reason: 'unexpected', found: '=', start: 6, end: 7 }],
    ['${a} && ${b}', { reason: 'unexpected', found: '&', start: 5, end: 6 }],
    ["'abc", { reason: 'unclosedString', found: "'abc", start: 0, end: 4 }],
    ['${abc', { reason: 'unclosedReference', found: '${abc', start: 0, end: 5 }],
    ['${}', { reason: 'unclosedReference', found: '${}', start: 0, end: 3 }],
    ['if(a b)', { reason: 'unexpected', found: 'b', start: 5, end: 6 }],
    ["a '('", { reason: 'unexpected', found: '(', start: 2, end: 5 }],
    ['$x', { reason: 'unexpected', found: '$', start: 0, end: 1 }],
  ])('%s', (text, expected) => {
    expect(problem(text)).toEqual(expected)
  })

  test('depth and length have limits', () => {
    expect(problem('('.repeat(5000))).toMatchObject({ reason: 'tooDeep' })
    expect(problem(`1${' + 1'.repeat(5000)}`)).toMatchObject({ reason: 'tooDeep' })
    expect(problem('-'.repeat(5000))).toMatchObject({ reason: 'tooDeep' })
    expect(problem('a'.repeat(70_000))).toMatchObject({ reason: 'tooLong' })
    expect(problem(`1${' + 1'.repeat(300)}`)).toBeNull()
  })
})

test('what is printed parses to the same tree', () => {
  fc.assert(
    fc.property(anyExpression, (tree) => {
      expect(withoutSpans(ast(print(tree)))).toEqual(withoutSpans(tree))
    }),
    { numRuns: 500 },
  )
})

test('no text makes the parser throw, and a problem always points into the text', () => {
  const piece = fc.constantFrom(
    '${',
    '}',
    'a',
    "'",
    '’',
    '"',
    '(',
    ')',
    '[',
    ']',
    '/',
    '..',
    '::',
    ' and ',
    '-',
    '1',
    '.',
    ',',
    '@',
    '|',
    '*',
  )
  const soup = fc.array(piece, { maxLength: 30 }).map((parts) => parts.join(''))
  fc.assert(
    fc.property(fc.oneof(soup, fc.string({ unit: 'binary', maxLength: 60 })), (text) => {
      const parsed = parseXPath(text)
      const { start, end } = parsed.ok ? parsed.ast.span : parsed.problem.span
      expect(start >= 0 && start <= end && end <= text.length).toBe(true)
    }),
    { numRuns: 2000 },
  )
})
