import { expect, test } from 'vitest'
import { supportDocument } from '#build/support/document.ts'
import { functionRules } from '#worker/domain/qgis/expression/functions.ts'
import { surveyWords } from '#worker/domain/xlsform/headers.ts'
import { issueCodes } from '#worker/domain/xlsform/issue-codes.ts'
import { typeWords } from '#worker/domain/xlsform/question-types.ts'

const text = supportDocument()

test('has a line for everything that the compiler knows', () => {
  const known = [
    ...typeWords.keys(),
    ...surveyWords.known,
    ...functionRules.keys(),
    ...Object.keys(issueCodes),
  ]
  expect(known.filter((word) => !text.includes(`\`${word}\``))).toEqual([])
})

test('tells what the compiler makes of a construct, what is lost and which version it needs', () => {
  const lineOf = (start: string) => text.split('\n').find((line) => line.startsWith(`| \`${start}\``))
  expect(lineOf('geoshape')).toContain("the feature's own shape | Polygon |  | full")
  expect(lineOf('select_multiple walls')).toContain('ValueRelation (several) | text | QGIS 3.42')
  expect(lineOf('audit')).toContain('| differs | QField cannot record “audit”.')
  expect(lineOf('readonly')).toContain('| QGIS 3.30; before, the answer can always be changed | small |')
  expect(lineOf('multiline')).toContain('widget IsMultiline')
  expect(lineOf('starts-with')).toContain(`if(left(coalesce("t",''),length('a')) = 'a','true','false')`)
})

test('no cell breaks out of its row', () => {
  const tables = text.split('\n\n').filter((block) => block.startsWith('|'))
  expect(tables).toHaveLength(6)
  for (const block of tables) {
    const widths = block.split('\n').map((line) => line.replaceAll('\\|', '').split('|').length)
    expect(new Set(widths.slice(0, -1)).size, block.slice(0, 80)).toBe(1)
  }
})
