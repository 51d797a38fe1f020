import { expect, test } from 'vitest'
import { surveyScope } from '#test/worker/domain/qgis/expression/form.ts'
import { evaluate } from '#test/worker/domain/qgis/expression/qgis.ts'
import { translateLabel } from '#worker/domain/qgis/expression/label.ts'

const labels: [text: string, shown: string][] = [
  ['Hello ${s}, ${n}', 'Hello abc, 7'],
  ['No ${e} answer', 'No  answer'],
  ['${one} and ${onemap}', 'Bean and Bean'],
  ['Chosen: ${m}', "Chosen: Apple, Chef's choice"],
  ['Chosen: ${m1}', 'Chosen: Bean'],
  ['None: ${m0}${me}', 'None: '],
  ['On ${dt}, ${ts}', 'On 2024-03-15, 2024-03-15 14:05'],
  ['At ${feature}', 'At 0.005 0.005 0 0'],
  ['${big} m', '2500000 m'],
  ['Rows: <output value="count(${kids})"/>', 'Rows: 3'],
  ['It\'s 50% \\ "quoted"', 'It\'s 50% \\ "quoted"'],
]

const outcomes = evaluate(
  labels.map(([text]) => {
    const label = translateLabel(text, surveyScope({ place: 'label' }))
    return { expression: label.ok ? label.expression : '', layer: 'survey' }
  }),
)

test.each(labels.map(([text, shown], index) => ({ text, shown, outcome: outcomes[index] })))(
  '$text',
  ({ shown, outcome }) => {
    expect(outcome).toEqual({ parse: null, error: null, value: shown })
  },
)
