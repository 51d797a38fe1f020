import { expect, test } from 'vitest'
import { openedName } from '#worker/domain/job/inputs.ts'

test.for([
  ['the only file', ['form.xlsx'], 'form.xlsx'],
  ['the .shp among its parts', ['roads.cpg', 'roads.dbf', 'roads.SHP', 'roads.shx'], 'roads.SHP'],
  ['the folder of CSV sheets', ['my form/choices.csv', 'my form/survey.csv'], 'my form'],
  ['a form among its companions', ['companions/towns.csv', 'form.xlsx'], 'form.xlsx'],
  ['a folder called companions', ['companions/choices.csv', 'companions/survey.csv'], 'companions'],
] as const)('%s is opened', ([, names, opened]) => {
  expect(openedName(names)).toBe(opened)
})
