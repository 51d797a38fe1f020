import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { planProject } from '#worker/domain/qgis/plan-project.ts'
import { compileForm } from '#worker/domain/xlsform/compile.ts'
import { readWorkbook } from '#worker/intake/workbook.ts'

/** A folder of XLSForms from the field; they are not ours to ship. */
const folder = process.env['FIELDPACK_FORMS']
const forms =
  folder === undefined ? [] : readdirSync(folder).filter((name) => /\.(xlsx|xlsm|xls|ods)$/.test(name))

describe.skipIf(folder === undefined)(
  'forms of the folder FIELDPACK_FORMS; skipped when it is not set',
  () => {
    test.each(forms)('%s', async (name) => {
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
  },
)
