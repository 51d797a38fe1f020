import { expect, test } from 'vitest'
import { cellOf, groupIssues } from '#renderer/features/issues/group.ts'
import { issue } from '#test/renderer/harness/sample-forms.ts'

test('cellOf writes a place as the spreadsheet shows it', () => {
  expect(cellOf(issue())).toBe('survey!F12')
  expect(cellOf(issue({ column: null }))).toBe('survey!12')
  expect(cellOf(issue({ row: null }))).toBe('survey!F')
  expect(cellOf(issue({ row: null, column: null }))).toBe('survey')
  expect(cellOf(issue({ sheet: null, row: null, column: null }))).toBeNull()
})

test('groupIssues puts errors first and each group in the order of the workbook', () => {
  const groups = groupIssues([
    issue({ level: 'info', row: 1 }),
    issue({ kind: 'gap', level: 'warning', row: 2 }),
    issue({ row: 12, column: 'AA' }),
    issue({ row: 12, column: 'B' }),
    issue({ row: 3 }),
    issue({ sheet: 'choices', row: 40 }),
  ])
  expect(groups.map(([group, issues]) => [group, issues.map(cellOf)])).toEqual([
    ['error', ['choices!F40', 'survey!F3', 'survey!B12', 'survey!AA12']],
    ['gap', ['survey!F2']],
    ['info', ['survey!F1']],
  ])
})

test('a question that QField loses is an error, whoever is to blame', () => {
  expect(groupIssues([issue({ kind: 'gap', level: 'error' })])[0]?.[0]).toBe('error')
})
