import { describe, expect, test } from 'vitest'
import { field, surveyScope } from '#test/worker/domain/qgis/expression/form.ts'
import { translateLabel } from '#worker/domain/qgis/expression/label.ts'

const scope = surveyScope({ place: 'label' })

describe('as an expression', () => {
  test.each([
    ['Name', `'Name'`],
    ['', `''`],
    ['Hello ${s}, how', `'Hello ' || coalesce("s",'') || ', how'`],
    ['${s}', `coalesce("s",'')`],
    ["It's ${n}", `'It''s ' || coalesce(to_string("n"),'')`],
    ['<output value="${s}"/>!', `coalesce("s",'') || '!'`],
    ["<output value='../n + 1'></output>", `coalesce(to_string("n" + 1),'')`],
    [
      'You said ${onemap}',
      `'You said ' || coalesce(map_get(map('a','Apple','b','Bean','c','Chef''s choice'),coalesce("one",'')),'')`,
    ],
  ])('%s', (text, expression) => {
    expect(translateLabel(text, scope)).toMatchObject({ ok: true, expression, type: 'text' })
  })
})

describe('as HTML', () => {
  test('the text stays and the answers are escaped', () => {
    expect(translateLabel('<b>Hi</b> ${s} 100 [% x %]', scope, 'html')).toMatchObject({
      ok: true,
      expression: `<b>Hi</b> [% replace(replace(coalesce("s",''),'&','&amp;'),'<','&lt;') %] 100 &#91;% x %]`,
    })
  })

  test('a choice label cannot end the expression', () => {
    const list = { layer: null, label: 'label', choices: [{ name: 'a', label: '5 %] 6' }] }
    const resolve = () => field('x', 'text', { list })
    const label = translateLabel('${x}', { ...scope, resolve }, 'html')
    expect(label.ok && label.expression).toContain(`'5 %' || '] 6'`)
  })
})

test('problems point into the label', () => {
  expect(translateLabel('Hello ${nope}', scope)).toEqual({
    ok: false,
    problems: [
      {
        level: 'error',
        code: 'xpath.unknownReference',
        params: { name: 'nope' },
        span: { start: 6, end: 13 },
      },
    ],
  })
  expect(translateLabel('Hi <output value="${s"/>', scope)).toMatchObject({
    ok: false,
    problems: [{ code: 'xpath.syntax', span: { start: 18, end: 21 } }],
  })
})

test('the references of all parts', () => {
  expect(translateLabel('${s} and ${n} and ${s}', scope)).toMatchObject({ references: ['s', 'n'] })
})
