import fc from 'fast-check'
import { expect, test } from 'vitest'
import { balance, type Branch, type Nesting } from '#worker/domain/xlsform/balance.ts'
import { createIssues, nowhere } from '#worker/domain/xlsform/issues.ts'

type Row = Nesting<string, string>

/** `g(`/`)g` begin and end a group, `r(`/`)r` a repeat, anything else is a question. */
function rowsOf(text: string): Row[] {
  return text.split(' ').flatMap((word): Row[] => {
    const control = word.includes('r') ? 'repeat' : 'group'
    if (word === '') return []
    if (word.endsWith('('))
      return [{ kind: 'begin', control, value: word[0] ?? '', place: nowhere, name: word }]
    return [word.startsWith(')') ? { kind: 'end', control, place: nowhere } : { kind: 'leaf', value: word }]
  })
}

function print(tree: Branch<string, string>[]): string {
  return tree
    .map((one) => (one.kind === 'leaf' ? one.value : `${one.value}{${print(one.children)}}`))
    .join(' ')
}

function run(text: string): [string, string[]] {
  const issues = createIssues()
  return [print(balance(rowsOf(text), issues)), issues.all.map((issue) => issue.code)]
}

test.each([
  ['g( a r( b )r )g c', 'g{a r{b}} c', []],
  ['a )g b', 'a b', ['group.unopened']],
  ['g( a r( b', 'g{a r{b}}', ['group.unclosed', 'group.unclosed']],
  // A group that ends after the repeat around it: its end is expected and taken without a word.
  ['r( g( a )r )g b', 'r{g{a}} b', ['group.crossed']],
  ['r( g( a )r )g )g b', 'r{g{a}} b', ['group.crossed', 'group.unopened']],
])('%s', (text, tree, codes) => {
  expect(run(text)).toEqual([tree, codes])
})

test('no question is ever lost', () => {
  const words = fc.array(fc.constantFrom('g(', ')g', 'r(', ')r', 'x'), { maxLength: 60 })
  fc.assert(
    fc.property(words, (row) => {
      const [tree] = run(row.join(' '))
      expect(tree.split('x').length).toBe(row.join(' ').split('x').length)
    }),
  )
})
