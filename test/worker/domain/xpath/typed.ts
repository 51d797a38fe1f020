import * as fc from 'fast-check'
import { usual } from '#test/worker/domain/xpath/evaluate/record.ts'
import type { Answers } from '#test/worker/domain/xpath/evaluate/record.ts'
import { call, infix, type Texts } from '#test/worker/domain/xpath/compound.ts'

interface Kinds {
  number: string
  text: string
  truth: string
  day: string
  moment: string
}

const words = fc.constantFrom("'a'", "''", "'b c'", '"it\'s"', "'back\\slash'", "'x'", "'12'", "'2024-01-31'")
const mark = fc.constantFrom("'a'", "'b c'", "' '", "'2'", "'-'")
const set = fc.constantFrom('${m}', '${m1}', '${m0}', '${me}')
const select = fc.constantFrom('${one}', '${onemap}')
const acknowledged = fc.constantFrom('${b}', '${f}', '${eb}')
const place = fc.constantFrom('0', '1', '2', '3', '-1', '-2', '9', '${en}')
const divisor = fc.constantFrom('2', '-3', '0.5', '7', '100')

/** Grammar of well-typed expressions, but for what differences.ts says to leave out. */
const kinds = fc.letrec<Kinds>((tie: fc.LetrecTypedTie<Kinds>): fc.LetrecValue<Kinds> => {
  const number: Texts = tie('number')
  const text: Texts = tie('text')
  const truth: Texts = tie('truth')
  const day: Texts = tie('day')
  const moment: Texts = tie('moment')
  const date = fc.oneof(day, moment)
  return {
    number: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'xpath' },
      fc.constantFrom('${n}', '${d}', '${neg}', '${en}', '${ed}', '0', '1', '2.5', '-3', '.5'),
      infix(['+', '-', '*'], number, fc.oneof(number, fc.constant('${num_s}'))),
      infix(['div', 'mod'], number, divisor),
      number.map((one) => `-(${one})`),
      infix(['-'], date),
      ...['round', 'int', 'abs', 'sqrt', 'floor', 'ceiling', 'number'].map((name) => call(name, number)),
      call('round', number, fc.constantFrom('1', '2', '-1')),
      call('pow', number, fc.constantFrom('2', '3', '1')),
      call('min', number, number),
      call('max', number, number, number),
      call('if', truth, number, number),
      call('coalesce', number, number),
      call('string-length', text),
      call('number', fc.oneof(text, truth, date)),
      call('count-selected', fc.oneof(set, text)),
      call('decimal-date-time', date),
      call('decimal-time', fc.oneof(date, fc.constant('${tm}'))),
      call('sum', fc.constantFrom('${q}', '${kids}/q', "instance('c')/root/item/cost")),
      fc.constantFrom('4', '${n}', '${en}').map((one) => `count(\${kids}[q > ${one}])`),
      call('count-non-empty', fc.constantFrom('${q}', '${nm}', '${e}')),
    ),
    text: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'xpath' },
      fc.constantFrom('${s}', '${e}', '${tm}', '${num_s}'),
      words,
      select,
      set,
      call('concat', text, number, date),
      call('if', truth, text, text),
      call('coalesce', text, text),
      call('substr', text, place),
      call('substr', text, place, place),
      call('substring', text, place, place),
      call('substring-before', text, mark),
      call('substring-after', text, mark),
      call('translate', text, words, words),
      call('normalize-space', text),
      call('string', fc.oneof(number, truth, date)),
      call('selected-at', fc.oneof(set, text), place),
      select.map((one) => `jr:choice-name(${one}, '${one}')`),
      call('join', words, fc.constantFrom('${nm}', '${q}'), text),
      text.map((key) => `pulldata('c', 'label', 'name', ${key})`),
      fc
        .constantFrom('${one}', '${e}', "'a'", 'substr(${s}, 0, 1)')
        .map((key) => `instance('c')/root/item[name = ${key}]/label`),
      call('format-date', date, fc.constantFrom("'%d/%m/%Y'", "'%e %b'", "'day %n'", "'%a %y'")),
      call('format-date-time', date, fc.constantFrom("'%H:%M:%S'", "'%h %3'")),
      call('indexed-repeat', fc.constant('${nm}'), fc.constant('${kids}'), place),
      call('digest', text, fc.constant("'MD5'"), fc.constant("'hex'")),
    ),
    truth: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'xpath' },
      fc.constantFrom('true()', 'false()', "${b} = 'OK'", "${eb} = ''", "${f} != 'OK'"),
      infix(['=', '!=', '<', '<=', '>', '>='], number),
      infix(['=', '!='], fc.oneof(text, number)),
      infix(['=', '!=', '<', '>='], date),
      infix(['=', '!=', '<', '>='], date, fc.constantFrom("'2024-01-31'", "'2024-03-15T14:00:00'", '19797')),
      infix(['=', '!=', 'and', 'or'], truth, fc.oneof(truth, acknowledged)),
      call('not', fc.oneof(truth, acknowledged)),
      call('boolean', fc.oneof(number, text, date)),
      call('selected', fc.oneof(set, select, text), words),
      call('contains', text, text),
      call('starts-with', text, text),
      call('ends-with', text, text),
      call('regex', text, fc.constantFrom("'[a-z]+'", "'\\d{2}'", "'(a|b)*'", "'[[:digit:]]*.'")),
      call('boolean-from-string', text),
      call('checklist', number, number, truth, truth),
      call('if', truth, truth, truth),
    ),
    day: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'xpath' },
      fc.constantFrom('${dt}', '${edt}'),
      fc.tuple(day, fc.integer({ min: -400, max: 400 })).map(([one, days]) => `(${one}) + ${days}`),
      call('date', fc.oneof(date, words)),
      call('coalesce', day, day),
      call('if', truth, day, day),
      call('min', day, day),
    ),
    moment: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'xpath' },
      fc.constantFrom('${ts}', '${ets}'),
      fc.tuple(moment, fc.integer({ min: -400, max: 400 })).map(([one, days]) => `(${one}) - ${days}`),
      call('date-time', date),
      call('coalesce', moment, moment),
      call('if', truth, moment, moment),
    ),
  }
})

/** XPath texts in which every operand has a type that fits. */
export const typed: Texts = fc.oneof(
  // The last digits of these differ between machines, so that they are no part of anything larger.
  ...['sin', 'cos', 'atan', 'asin', 'acos'].map((name) => call(name, kinds.number)),
  kinds.number,
  kinds.text,
  kinds.truth,
  kinds.day,
  kinds.moment,
)

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 4, nil: null })
const text = maybe(
  fc.constantFrom('abc', 'a', 'b c', ' a  b ', "it's", '12', '-7', '2.50', '2024-01-31', 'true', 'Æøå'),
)
const day = maybe(
  fc
    .integer({ min: -9000, max: 40_000 })
    .map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10)),
)
const moment = maybe(
  fc
    .integer({ min: -900_000_000, max: 3_000_000_000 })
    .map((seconds) => new Date(seconds * 1000).toISOString().slice(0, 19)),
)
const decimal = maybe(fc.integer({ min: -100_000, max: 100_000 }).map((number) => number / 100))
const choice = maybe(fc.constantFrom('a', 'b', 'c'))
const choices = maybe(
  fc.subarray(['a', 'b', 'c']).map((names) => `{${names.map((name) => `"${name}"`).join(',')}}`),
)

/** Answers of the form of record.ts: any of them may be empty. */
export const answers: fc.Arbitrary<Answers> = fc
  .record({
    s: text,
    e: text,
    n: maybe(fc.integer({ min: -20, max: 20 })),
    en: maybe(fc.integer({ min: -3, max: 3 })),
    d: decimal,
    neg: decimal,
    ed: decimal,
    m: choices,
    m1: choices,
    m0: choices,
    me: choices,
    one: choice,
    dt: day,
    edt: day,
    ts: moment,
    ets: moment,
    num_s: maybe(fc.constantFrom('10', '-2.5', '0', 'none')),
    tm: maybe(fc.constantFrom('14:05:09', '00:00:00', '23:59:59')),
    b: maybe(fc.boolean()),
    f: maybe(fc.boolean()),
    eb: maybe(fc.boolean()),
  })
  .map((record) => ({ ...usual, ...record }))
