import { createHash } from 'node:crypto'
import type { Row, Sight } from '#worker/domain/xpath/evaluate/sight.ts'
import { toDay, toMoment } from '#worker/domain/xpath/evaluate/value.ts'
import type { Value } from '#worker/domain/xpath/evaluate/value.ts'

/** Answers as QGIS keeps them in the columns of `survey` in evaluate.py; dates as ISO text. */
export type Answers = Record<string, string | number | boolean | null>

/** The row of evaluate.py. */
export const usual: Answers = {
  s: 'abc',
  n: 7,
  d: 2.5,
  neg: -1.7,
  m: '{"a","c"}',
  m1: '{"b"}',
  m0: '{}',
  me: null,
  one: 'b',
  e: null,
  en: null,
  dt: '2024-03-15',
  edt: null,
  ts: '2024-03-15T14:05:09',
  ets: null,
  num_s: '10',
  b: true,
  f: false,
  eb: null,
  tm: '14:05:09',
  p1: '0.005 0.005 0 0',
  p2: '0.005 1 0 0',
  big: 2_500_000,
  "o'q": "it's",
  ed: null,
}

const area = '0 0 0 0;0 0.01 0 0;0.01 0.01 0 0;0.01 0 0 0;0 0 0 0'
const choices = [
  { name: 'a', label: 'Apple' },
  { name: 'b', label: 'Bean' },
  { name: 'c', label: "Chef's choice" },
]
const list = [
  { name: 'a', label: 'Apple', region: 'N', cost: 1.5 },
  { name: 'b', label: 'Bean', region: 'S', cost: 2 },
  { name: 'c', label: "Chef's choice", region: 'N', cost: 4 },
]
const kids = [
  { nm: 'Ann', q: 5, born: toDay('2020-01-02') },
  { nm: 'Bob', q: '', born: '' },
  { nm: 'Cy', q: 9, born: toDay('2010-05-06') },
]
const toys = [
  { toy: 'ball', price: 2.5 },
  { toy: 'car', price: 4 },
  { toy: 'doll', price: 8 },
]

export function rowOf(values: Record<string, Value>): Row {
  const read = (name: string) => values[name] ?? null
  return {
    read,
    resolve: (name) => (name in values ? { kind: 'value', value: values[name] ?? '' } : null),
  }
}

/** What an answer of that column is for XPath. */
export function valueOf(name: string, answer: Answers[string]): Value {
  if (answer === null) return ''
  if (typeof answer === 'boolean') return answer ? 'OK' : ''
  if (typeof answer === 'number') return answer
  if (['dt', 'edt'].includes(name)) return toDay(answer)
  if (['ts', 'ets'].includes(name)) return toMoment(answer)
  return /^\{.*\}$/u.test(answer) ? answer.replaceAll(/[{}"]/gu, '').replaceAll(',', ' ') : answer
}

/** The form of qgis/expression/form.ts with these answers, seen from its survey. */
export function sightOf(answers: Answers, now = '2026-05-04T10:20:30'): Sight {
  const rows = list.map(rowOf)
  return {
    self: null,
    columns: null,
    resolve: (name) => {
      if (name === 'onemap') return { kind: 'value', value: valueOf('one', answers['one'] ?? null) }
      if (name in answers) return { kind: 'value', value: valueOf(name, answers[name] ?? null) }
      if (name === 'bare') return { kind: 'value', value: '' }
      if (name === 'feature' || name === 'plot') return { kind: 'value', value: area }
      if (['nm', 'q', 'born'].includes(name)) return { kind: 'rows', rows: kids.map(rowOf), column: name }
      if (['toy', 'price'].includes(name)) return { kind: 'rows', rows: toys.map(rowOf), column: name }
      if (name === 'kids') return { kind: 'rows', rows: kids.map(rowOf), column: null }
      if (name === 'toys') return { kind: 'rows', rows: toys.map(rowOf), column: null }
      return name === 'group' ? { kind: 'group' } : null
    },
    list: (id) => (id === 'c' ? rows : null),
    choices: (name) => (['m', 'm0', 'm1', 'me', 'one', 'onemap'].includes(name) ? choices : null),
    position: null,
    version: '2024.1',
    outside: {
      now,
      random: () => 0.5,
      uuid: () => '01234567-89ab-4def-8123-456789abcdef',
      hash: (algorithm, text) => createHash(algorithm).update(text).digest('hex'),
    },
  }
}
