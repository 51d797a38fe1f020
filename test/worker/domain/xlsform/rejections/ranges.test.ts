import { describe, expect, test } from 'vitest'
import { question } from '#test/worker/domain/xlsform/form.ts'
import {
  asking,
  compileMarkdown,
  sheet,
  testAccepted,
  testRefused,
} from '#test/worker/domain/xlsform/rejections/markdown.ts'
import { rangeOf } from '#worker/domain/xlsform/range.ts'

const ticks = 'warning range.ticks survey!D3'
const broken = 'warning range.parameters survey!D3'
const has = (value: string) => asking('parameters', 'range', value)
const shown = (appearance: string, value: string, ...list: string[]) =>
  [
    sheet(
      'survey',
      ['type', 'name', 'label', 'parameters', 'appearance'],
      ['text', 'a', 'A', '', ''],
      ['range', 'q', 'Q', value, appearance],
    ),
    ...(list.length === 0 ? [] : [labels(...list)]),
  ].join('\n')
const labels = (...names: string[]) =>
  sheet('choices', ['list_name', 'name', 'label'], ...names.map((name) => ['l', name, `at ${name}`]))
const labelled = (value: string, ...names: string[]) => `${has(value)}\n${labels(...names)}`

describe('ranges', () => {
  testRefused({
    'an end in words': [has('end=two'), broken],
    'a step in words': [has('step=three'), broken],
    'no end': [has('end=inf'), broken],
    'an answer as the start': [has('start=${a}'), broken],
    'a step larger than the range': [has('start=1 end=10 step=11'), broken],
    'ticks in words': [has('tick_interval=x'), ticks],
    'ticks at every place': [has('tick_interval=0'), ticks],
    'ticks further apart than the range': [has('tick_interval=20'), ticks],
    'ticks between the steps': [has('step=2 tick_interval=3'), ticks],
    'a placeholder in words': [has('placeholder=x'), ticks],
    'a placeholder above the range': [has('placeholder=11'), ticks],
    'a placeholder below the range': [has('placeholder=0'), ticks],
    'a placeholder between the steps': [has('step=2 placeholder=2'), ticks],
    'labels from no list': [labelled('tick_labelset=gone', '1'), ticks],
    'labels at words': [labelled('tick_labelset=l', 'low', 'high'), ticks],
    'labels outside': [labelled('tick_labelset=l', '11'), ticks],
    'labels between the steps': [labelled('tick_labelset=l', '1.5'), ticks],
    'labels between the ticks': [labelled('tick_interval=3 tick_labelset=l', '3'), ticks],
    'ticks on a picker': [shown('picker', 'tick_interval=2 step=2'), ticks],
    'three labels without ticks': [shown('no-ticks', 'tick_labelset=l', '1', '5', '10'), ticks],
    'labels without ticks that are no ends': [shown('no-ticks', 'tick_labelset=l', '3'), ticks],
  })
  testAccepted({
    'ticks at each other step': has('step=2 tick_interval=2'),
    'ticks of a decimal range': has('start=0 end=1 step=0.1 tick_interval=0.3 placeholder=0.7'),
    'labels at both ends': labelled('tick_labelset=l', '1', '10'),
    'both ends without ticks': shown('no-ticks', 'tick_labelset=l', '1', '10'),
    'numbers with exponents': has('start=1e3 end=2e3 step=1e2'),
    'numbers below zero': has('start=-5 end=5'),
  })
})

test('a range that counts down is asked from its smaller end', () => {
  const form = compileMarkdown(has('start=10 end=2 step=2'))
  expect(rangeOf(question(form, 'q'))).toMatchObject({ start: 2, end: 10, step: 2, broken: false })
  expect(form.issues).toMatchObject([
    { level: 'info', code: 'range.backwards', row: 3, column: 'D', params: { start: 2, end: 10 } },
  ])
})
