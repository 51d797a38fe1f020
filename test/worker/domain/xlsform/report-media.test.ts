import { expect, test } from 'vitest'
import { formOf } from '#test/worker/domain/xlsform/form.ts'

test('each question that lacks its picture is told, and a list once for a picture that its choices share', () => {
  const form = formOf(
    [
      ['type', 'name', 'label', 'image'],
      ['note', 'a', 'A', 'map.png'],
      ['note', 'b', '', 'map.png'],
      ['select_one l', 'c', 'C', ''],
    ],
    {
      choices: [
        ['list_name', 'name', 'label', 'image'],
        ['l', 'x', 'X', 'map.png'],
        ['l', 'y', 'Y', 'map.png'],
      ],
    },
  )
  const missing = form.issues.filter(({ code }) => code === 'media.missing')
  expect(missing.map(({ sheet, row, params }) => [sheet, row, params['file']])).toEqual([
    ['survey', 2, 'map.png'],
    ['survey', 3, 'map.png'],
    ['choices', 2, 'map.png'],
  ])
})
