import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { planProject } from '#worker/domain/qgis/plan-project.ts'
import { compileForm } from '#worker/domain/xlsform/compile.ts'
import { readWorkbook } from '#worker/intake/workbook.ts'

/** A folder of XLSForms from the field; they are not ours to ship. */
const folder = process.env['FIELDPACK_FORMS']
const forms =
  folder === undefined
    ? ['FIELDPACK_FORMS names no folder of XLSForms']
    : readdirSync(folder).filter((name) => /\.(xlsx|xlsm|xls|ods)$/.test(name))

if (folder === undefined) process.stderr.write('Skipped: FIELDPACK_FORMS names no folder of XLSForms.\n')

test.skipIf(folder === undefined).each(forms)('%s', async (name) => {
  const form = compileForm(await readWorkbook(join(folder ?? '', name)))
  const area = 'POLYGON((0 0,1 0,1 1,0 1,0 0))'
  const extent: [number, number, number, number] = [0, 0, 1, 1]
  const tasks = { count: 1, extent, area, repaired: 0, sourceCrs: '' }
  const input = {
    form,
    title: form.title,
    slug: 'form',
    features: null,
    tasks,
    basemap: null,
    openStreetMap: true,
    openInEditMode: true,
  }
  expect(planProject(input).plan.layers[0]).toMatchObject({ name: 'survey' })
  const silent = form.layers.flatMap((layer) =>
    layer.questions.filter(
      (question) =>
        question.column === null &&
        question.type !== 'note' &&
        question !== layer.geometry &&
        !form.issues.some((issue) => issue.row === question.row),
    ),
  )
  expect(silent.map((question) => question.name)).toEqual([])
})
