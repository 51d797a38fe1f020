import { describe, expect, test } from 'vitest'
import { field, kidsScope, surveyScope, toysScope } from '#test/worker/domain/qgis/expression/form.ts'
import { translateXPath } from '#worker/domain/qgis/expression/translate.ts'
import type { Scope } from '#worker/domain/qgis/scope.ts'

function written(xpath: string, scope: Scope): string {
  const translation = translateXPath(xpath, scope)
  if (!translation.ok) throw new Error(JSON.stringify(translation.problems))
  return translation.expression
}

function problems(xpath: string, scope: Scope = surveyScope()) {
  return translateXPath(xpath, scope).problems.map(({ code, params }) => ({ code, ...params }))
}

describe('how ${x} is written', () => {
  test.each([
    ['default', '"n"'],
    ['label', '"n"'],
  ] as const)('of the same layer in a %s', (place, expression) => {
    expect(written('${n}', surveyScope({ place }))).toBe(expression)
  })

  test('of the same layer in a constraint and in relevance', () => {
    expect(written('. > 3', surveyScope({ place: 'constraint', self: field('n', 'integer') }))).toBe(
      'coalesce("n" > 3,false)',
    )
    expect(written('${n} > 3', surveyScope({ place: 'relevance' }))).toBe('coalesce("n" > 3,false)')
  })

  test('in a choice filter, beside the columns of the list', () => {
    const place = 'choiceFilter'
    expect(written('name = ${one}', surveyScope({ place }))).toBe(
      `coalesce(to_string("name"),'') = coalesce(current_value('one'),'')`,
    )
    expect(
      written("selected(., 'a')", surveyScope({ place, self: field('m', 'text', { multiple: true }) })),
    ).toContain(`current_value('m')`)
  })

  test('of the parent', () => {
    expect(written('${n}', kidsScope())).toBe(`current_parent_value('n')`)
    expect(written('${n} > 3', kidsScope({ place: 'constraint' }))).toBe(
      `coalesce(attribute(get_feature('survey','uuid',"uuid_parent"),'n') > 3,false)`,
    )
  })

  test('of the parent in a choice filter, through a carrier', () => {
    expect(written('cost = ${carried}', kidsScope({ place: 'choiceFilter' }))).toContain(
      `current_value('_parent_n')`,
    )
    expect(problems('cost = ${n}', kidsScope({ place: 'choiceFilter' }))).toEqual([
      { code: 'xpath.parentInFilter', name: 'n' },
    ])
  })

  test('of the grandparent', () => {
    expect(written('${n}', toysScope())).toBe(
      `attribute(get_feature('survey','uuid',attribute(get_feature('kids','uuid',"uuid_parent"),'uuid_parent')),'n')`,
    )
  })

  test('of a child repeat, so that QField notices changes', () => {
    expect(written('sum(${q})', surveyScope())).toBe(`coalesce(relation_aggregate('rel_kids','sum',"q"),0)`)
    // @parent is unknown in relation_aggregate() of QGIS 3.22.
    expect(written('count(${kids}[q > ${n}])', surveyScope())).toContain(`aggregate(layer:='kids'`)
  })

  test('by column, where that differs from the name, with quotes doubled', () => {
    expect(written('${x}', surveyScope({ resolve: () => field('a"b', 'text') }))).toBe('"a""b"')
  })
})

test('text keeps its quotes and backslashes', () => {
  expect(written(String.raw`"it's \d"`, surveyScope())).toBe(String.raw`'it''s \\d'`)
})

test.each([
  ['TRUE', 'true'],
  [' yes ', 'true'],
  ['No', 'false'],
  ['FALSE', 'false'],
])('a cell that only says %s', (xpath, expression) => {
  expect(written(xpath, surveyScope({ place: 'relevance' }))).toBe(expression)
})

test('truth values are never compared with =, which QGIS versions see differently', () => {
  expect(written('${b} = true()', surveyScope())).toBe('coalesce("b",false)')
  expect(written('(${n} > 1) = (${n} > 2)', surveyScope())).toMatch(/^if\(/u)
})

describe('what a translation tells beside the expression', () => {
  test('the questions that it reads, each once', () => {
    expect(
      translateXPath('${n} + ../d + ${n} + . + ${kids}[2]/q', surveyScope({ self: field('s', 'text') })),
    ).toMatchObject({
      ok: true,
      references: ['n', 'd', 'kids', 'q'],
      once: false,
    })
  })

  test.each([
    ['1 + ${n}', 'integer'],
    ['${n} div 2', 'decimal'],
    ['${n} > 2', 'boolean'],
    ['concat(1, 2)', 'text'],
    ['today()', 'date'],
    ['now()', 'datetime'],
    ['${dt} + 1', 'date'],
    ['today() - ${dt}', 'integer'],
    ['${m}', 'set'],
    ['${feature}', 'geometry'],
    ['if(true(), 1, 2.5)', 'decimal'],
    ["if(true(), 1, '')", 'integer'],
    ["if(true(), 1, 'x')", 'text'],
  ])('the type of %s', (xpath, type) => {
    expect(translateXPath(xpath, surveyScope())).toMatchObject({ ok: true, type })
  })

  test.each(['once(today())', 'random()', 'uuid()', 'if(${n} = 1, random(), 2)'])(
    '%s is not evaluated again',
    (xpath) => {
      expect(translateXPath(xpath, surveyScope())).toMatchObject({ ok: true, once: true })
    },
  )

  test('once() keeps the answer that is there', () => {
    expect(written('once(${n})', surveyScope({ self: field('en', 'integer') }))).toBe('coalesce("en","n")')
  })
})

describe('what cannot be translated says why', () => {
  test.each([
    ['${nope}', { code: 'xpath.unknownReference', name: 'nope' }],
    ['../nope', { code: 'xpath.unknownReference', name: 'nope' }],
    ['. = 1', { code: 'xpath.unknownReference', name: '.' }],
    ['yes = 1', { code: 'xpath.bareName', name: 'yes' }],
    ['frobnicate(1)', { code: 'xpath.unknownFunction', name: 'frobnicate' }],
    [
      'string-length(1, 2)',
      { code: 'xpath.arguments', function: 'string-length', given: 2, least: 0, most: 1 },
    ],
    ['if(1, 2)', { code: 'xpath.arguments', function: 'if', given: 2, least: 3, most: 3 }],
    ["join(',')", { code: 'xpath.arguments', function: 'join', given: 1, least: 2, most: '∞' }],
    ['${group} = 1', { code: 'xpath.groupValue', name: 'group' }],
    ['${kids} = 1', { code: 'xpath.repeatValue', name: 'kids' }],
    ['${q} = 1', { code: 'xpath.repeatValue', name: 'q' }],
    ['count(${n})', { code: 'xpath.notMany', function: 'count' }],
    ['position(..)', { code: 'xpath.outsideRepeat', function: 'position' }],
    ["jr:choice-name('a', '${n}')", { code: 'xpath.notSelect', name: 'n' }],
    ["jr:choice-name('a', 'b')", { code: 'xpath.constantNeeded', function: 'jr:choice-name', argument: 2 }],
    ["pulldata('zz', 'a', 'b', 1)", { code: 'xpath.unknownList', list: 'zz' }],
    ["pulldata('c', 'zz', 'name', 1)", { code: 'xpath.unknownColumn', name: 'zz', list: 'c' }],
    ["instance('c')/root/item[zz = 1]/label", { code: 'xpath.unknownColumn', name: 'zz', list: 'list_c' }],
    ['format-date(${dt}, ${s})', { code: 'xpath.constantNeeded', function: 'format-date', argument: 2 }],
    ["format-date(${dt}, '%j')", { code: 'xpath.unsupported', feature: '%j' }],
    ["digest('a', 'MD5')", { code: 'xpath.unsupported', feature: 'digest base64' }],
    ["digest('a', 'CRC', 'hex')", { code: 'xpath.unsupported', feature: 'digest CRC' }],
    ['${n} | ${d}', { code: 'xpath.unsupported', feature: '|' }],
    ['${last-saved#n}', { code: 'xpath.unsupported', feature: 'last-saved' }],
    [
      'indexed-repeat(${toy}, ${kids}, 1, ${toys}, 2)',
      { code: 'xpath.unsupported', feature: 'indexed-repeat (nested)' },
    ],
    ["property('deviceid')", { code: 'xpath.unsupported', feature: 'property()' }],
    ["jr:itext('x')", { code: 'xpath.unsupported', feature: 'jr:itext()' }],
    ["pulldata('@json', ${s}, 'x')", { code: 'xpath.unsupported', feature: 'pulldata @json' }],
    ['area(${s})', { code: 'xpath.unsupported', feature: 'area' }],
    ['//n', { code: 'xpath.unsupported', feature: 'path' }],
    ['@id', { code: 'xpath.unsupported', feature: 'path' }],
    ['1 +', { code: 'xpath.syntax', reason: 'unfinished', found: '' }],
  ])('%s', (xpath, problem) => {
    expect(translateXPath(xpath, surveyScope()).ok).toBe(false)
    expect(problems(xpath)).toEqual([problem])
  })

  test('the column of a list that is filtered', () => {
    expect(problems("zz = 'a'", surveyScope({ place: 'choiceFilter' }))).toEqual([
      { code: 'xpath.unknownColumn', name: 'zz', list: '' },
    ])
  })

  test('all problems at once, each with its place', () => {
    expect(translateXPath('${nope} = frobnicate(yes)', surveyScope()).problems).toMatchObject([
      { code: 'xpath.unknownReference', span: { start: 0, end: 7 } },
      { code: 'xpath.unknownFunction', span: { start: 10, end: 25 } },
    ])
  })
})

describe('what is translated with a warning', () => {
  test.each([
    ['concat(${hello}, 1)', { code: 'xpath.noteValue', name: 'hello' }],
    ["${n} = 'abc'", { code: 'xpath.neverEqual', value: 'abc' }],
    ["${b} = 'yes'", { code: 'xpath.neverEqual', value: 'yes' }],
    ["${s} > 'b'", { code: 'xpath.neverEqual', value: 'b' }],
    ["'a' + 1", { code: 'xpath.notNumber', value: 'a' }],
    ["regex(${s}, '(a')", { code: 'xpath.pattern', pattern: '(a' }],
    ['intersects(${feature})', { code: 'xpath.approximate', feature: 'intersects' }],
  ])('%s', (xpath, problem) => {
    expect(translateXPath(xpath, surveyScope()).ok).toBe(true)
    expect(problems(xpath)).toEqual([problem])
  })
})

test('patterns of Java are no mistakes', () => {
  for (const pattern of ['(?i)yes', '[[:alpha:]]+', '\\p{L}+', 'a++b', '(?>a|b)']) {
    expect(problems(`regex(\${s}, '${pattern}')`)).toEqual([])
  }
})

test('nested expressions grow no faster than their text', () => {
  const wraps = [
    (inner: string) => `if(\${en} = ${inner}, \${en}, \${n})`,
    (inner: string) => `count-selected(string(${inner}))`,
    (inner: string) => `round(${inner} div 3) + \${ed}`,
    (inner: string) => `checklist(\${n}, ${inner}, true()) + 1`,
    (inner: string) => `substr(${inner}, \${en})`,
  ]
  for (const wrap of wraps) {
    const nested = Array.from({ length: 60 }).reduce<string>((inner) => wrap(inner), '${ed}')
    expect(written(nested, surveyScope()).length).toBeLessThan(nested.length * 40)
  }
})

test('long chains neither overflow nor pile up parentheses', () => {
  const chain = Array.from({ length: 390 }, (_, index) => `\${one} = '${index}'`).join(' or ')
  expect(written(chain, surveyScope())).not.toContain('((')
})
