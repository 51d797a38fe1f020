import { describe, expect, test } from 'vitest'
import { parseXPath } from '#worker/domain/xpath/parse.ts'
import { columnOf, dependenciesOf, formPathOf, usesColumns } from '#worker/domain/xpath/references.ts'

function ast(text: string) {
  const parsed = parseXPath(text)
  if (!parsed.ok) throw new Error(text)
  return parsed.ast
}

describe('dependenciesOf', () => {
  test.each([
    ['${a} + ${b} * ${a}', ['a', 'b']],
    ['../g/x = 1 and /data/y = 2', ['x', 'y']],
    ['current()/../z', ['z']],
    [". != '' and ${last-saved#a} = 1", []],
    ["region = ${r} and name != ''", ['r']],
    ["instance('l')/root/item[k = ${x}]/label", ['x']],
    ['sum(${kids}[q > ../limit]/price)', ['kids', 'limit']],
    ['-(${a})', ['a']],
  ])('%s', (text, names) => {
    expect(dependenciesOf(ast(text))).toEqual(names)
  })
})

test.each([
  ['../../kids/q', { absolute: false, up: 2, names: ['kids', 'q'] }],
  ['/data/g/x', { absolute: true, up: 0, names: ['data', 'g', 'x'] }],
  ['.', { absolute: false, up: 0, names: [] }],
  ['current()/.', { absolute: false, up: 0, names: [] }],
  ['q', null],
  ['@id', null],
  ["instance('l')/root", null],
  ['//x', null],
])('the path of %s through the form', (text, path) => {
  expect(formPathOf(ast(text))).toEqual(path)
})

test.each([
  ['region', 'region'],
  ['./region', 'region'],
  ['a/b', null],
  ['..', null],
  ['*', null],
])('the column that %s names', (text, column) => {
  expect(columnOf(ast(text))).toBe(column)
})

test.each([
  ['${x} + 1', false],
  ['../x', false],
  ['cost > 1', true],
  ["concat(., 'a')", true],
  ["instance('l')/root/item[k = 1]/v", false],
  ['${kids}[q > 6]', false],
])('whether %s reads columns', (text, uses) => {
  expect(usesColumns(ast(text))).toBe(uses)
})
