import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FormElement } from '#worker/domain/qgis/plan.ts'
import { entry, fieldOf, planOf, print, vector } from '#test/worker/domain/qgis/planned.ts'

test('without groups there are no tabs; hints stand under their field', () => {
  const { plan } = planOf([
    ['type', 'name', 'label', 'hint', 'guidance_hint'],
    ['note', 'n', 'Hello'],
    ['text', 'a', 'A', 'Hint'],
    ['calculate', 'c'],
    ['text', 'b', 'B', '', 'Long story'],
  ])
  expect(print(vector(plan, 'survey').form)).toBe('tab:T{"n" a "hint_a" b group:More info{"guidance_b"} c}')
  const plain = planOf([
    ['type', 'name', 'label', 'hint'],
    ['note', 'n', 'Hello'],
    ['text', 'a', 'A', 'Hint'],
  ]).plan
  expect(print(vector(plain, 'survey').form)).toBe('"n" a "hint_a"')
})

test('groups are tabs, what stands between them gets a tab in its place, calculations join their neighbour', () => {
  const { plan } = planOf([
    ['type', 'name', 'label', 'relevant'],
    ['start', 'start'],
    ['text', 'a', 'A'],
    ['begin group', 'g', 'G', "${a} = 'x'"],
    ['begin group', 'h', ''],
    ['text', 'b', 'B', "${a} = 'y'"],
    ['end group'],
    ['end group'],
    ['calculate', 'c'],
    ['text', 'd', 'D'],
    ['begin group', 'k', 'K'],
    ['text', 'e', 'E'],
    ['end group'],
    ['end', 'end'],
  ])
  expect(print(vector(plan, 'survey').form)).toBe(
    'tab:T{a start} tab:G{group:h{group:b{b}}} tab:T (2){d c} tab:K{e end}',
  )
  expect(vector(plan, 'survey').form[1]).toMatchObject({
    visible: `(coalesce("a",'') = 'x') and (coalesce("a",'') = 'y')`,
  })
  expect(entry(plan, 'featureFormWizardModeEnabled')).toBe(true)
})

test('labels with answers are live', () => {
  const { plan } = planOf([
    ['type', 'name', 'label', 'required'],
    ['text', 'n', 'Name', ''],
    ['begin group', 'g', 'House of ${n}', ''],
    ['text', 'a', 'How is **${n}**?', 'yes'],
    ['note', 'note', 'Hi ${n}', ''],
    ['end group'],
  ])
  expect(fieldOf(plan, 'a')).toMatchObject({ alias: 'How is ? *' })
  expect(fieldOf(plan, 'a').aliasExpression).toMatch(/^'How is .*"n".*\|\| ' \*'$/)
  expect(print(vector(plan, 'survey').form)).toBe('tab:T{n} tab:House of{"label_g" a "note"}')
})

const kind = fc.constantFrom(
  'begin group',
  'end group',
  'text',
  'note',
  'calculate',
  'begin repeat',
  'end repeat',
  'geopoint',
)
const row = fc.tuple(
  kind,
  fc.constantFrom('a', 'b', 'c', ''),
  fc.constantFrom('L', ''),
  fc.constantFrom('', "${a} = 'x'"),
)

test('root elements are all tabs or no containers at all, and each visible column stands in the form once', () => {
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 25 }), (survey) => {
      const { plan } = planOf([['type', 'name', 'label', 'relevant'], ['text', 'first', 'F', ''], ...survey])
      for (const layer of plan.layers) {
        if (layer.kind !== 'vector' || layer.role === 'list' || layer.role === 'tasks') continue
        const kinds = new Set(layer.form.map((element) => element.kind))
        expect(kinds.has('tab') ? kinds.size : Number(kinds.has('group'))).toBe(kinds.has('tab') ? 1 : 0)
        const own = layer.fields
          .map((field) => field.name)
          .filter((name) => !['uuid', 'uuid_parent', 'idx'].includes(name))
        const shown = fieldsIn(layer.form)
        expect(shown.toSorted()).toEqual(own.toSorted())
      }
    }),
  )
})

function fieldsIn(elements: FormElement[]): string[] {
  return elements.flatMap((element) => {
    if (element.kind === 'field') return [element.field]
    return element.kind === 'tab' || element.kind === 'group' ? fieldsIn(element.children) : []
  })
}
