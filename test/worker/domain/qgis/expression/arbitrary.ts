import * as fc from 'fast-check'
import { call, infix, type Texts } from '#test/worker/domain/xpath/compound.ts'

interface Kinds {
  number: string
  text: string
  truth: string
  date: string
}

const words = fc.constantFrom(
  "'a'",
  "''",
  "'b c'",
  '"it\'s"',
  "'back\\slash'",
  "'x'",
  "'12'",
  "'2024-01-31'",
  "'%]'",
)
const set = fc.constantFrom('${m}', '${m1}', '${m0}', '${me}')
const select = fc.constantFrom('${one}', '${onemap}')

const kinds = fc.letrec<Kinds>((tie: fc.LetrecTypedTie<Kinds>): fc.LetrecValue<Kinds> => {
  const number: Texts = tie('number')
  const text: Texts = tie('text')
  const truth: Texts = tie('truth')
  const date: Texts = tie('date')
  return {
    number: fc.oneof(
      { maxDepth: 5, depthIdentifier: 'xpath' },
      fc.constantFrom(
        '${n}',
        '${d}',
        '${neg}',
        '${en}',
        '${ed}',
        '${num_s}',
        '0',
        '1',
        '2.5',
        '-3',
        '100000',
        '.5',
      ),
      infix(['+', '-', '*', 'div', 'mod'], number),
      number.map((one) => `-(${one})`),
      infix(['-'], date),
      ...['round', 'int', 'abs', 'sqrt', 'floor', 'ceiling', 'sin', 'atan', 'asin', 'number'].map((name) =>
        call(name, number),
      ),
      call('round', number, fc.constantFrom('1', '2')),
      call('min', number, number),
      call('max', number, number, number),
      call('if', truth, number, number),
      call('coalesce', number, number),
      call('string-length', text),
      call('number', text),
      call('count-selected', fc.oneof(set, text)),
      call('decimal-date-time', date),
      call('sum', fc.constantFrom('${q}', '${kids}/q', "instance('c')/root/item/cost")),
      fc.constantFrom('4', '${n}', '${en}').map((one) => `count(\${kids}[q > ${one}])`),
      call('count-non-empty', fc.constantFrom('${q}', '${nm}', '${e}')),
    ),
    text: fc.oneof(
      { maxDepth: 5, depthIdentifier: 'xpath' },
      fc.constantFrom('${s}', '${e}', '${tm}', '${num_s}'),
      words,
      select,
      set,
      call('concat', text, number, date),
      call('if', truth, text, fc.oneof(text, number)),
      call('coalesce', text, text),
      call('substr', text, number),
      call('substr', text, number, number),
      call('substring-before', text, words),
      call('substring-after', text, words),
      call('translate', text, words, words),
      call('normalize-space', text),
      call('string', fc.oneof(number, truth, date)),
      call('selected-at', set, number),
      select.map((one) => `jr:choice-name(${one}, '${one}')`),
      call('join', words, fc.constantFrom('${nm}', '${q}')),
      text.map((key) => `pulldata('c', 'label', 'name', ${key})`),
      // A key that reads rows itself would be a predicate inside a predicate, which has no translation.
      fc
        .constantFrom('${one}', '${e}', "'a'", 'substr(${s}, 0, 1)')
        .map((key) => `instance('c')/root/item[name = ${key}]/label`),
      call('format-date', date, fc.constantFrom("'%d/%m/%Y'", "'%e %b'", "'day %n'")),
      call('indexed-repeat', fc.constant('${nm}'), fc.constant('${kids}'), number),
      call('digest', text, fc.constant("'MD5'"), fc.constant("'hex'")),
    ),
    truth: fc.oneof(
      { maxDepth: 5, depthIdentifier: 'xpath' },
      fc.constantFrom('true()', 'false()', '${b}', '${eb}', "${b} = 'OK'"),
      infix(['=', '!=', '<', '<=', '>', '>='], number),
      infix(['=', '!='], fc.oneof(text, number)),
      infix(['=', '!=', '<', '>='], date),
      infix(['=', '!=', 'and', 'or'], truth),
      call('not', truth),
      call('boolean', fc.oneof(number, text, date)),
      call('selected', fc.oneof(set, select, text), text),
      call('contains', text, text),
      call('starts-with', text, text),
      call('ends-with', text, text),
      call('regex', text, fc.constantFrom("'[a-z]+'", "'\\d{2}'", "'(a|b)*'")),
      call('boolean-from-string', text),
      call('checklist', number, number, truth, truth),
      call('if', truth, truth, truth),
    ),
    date: fc.oneof(
      { maxDepth: 5, depthIdentifier: 'xpath' },
      fc.constantFrom('${dt}', '${edt}', '${ts}', '${ets}', 'today()', 'now()'),
      fc.tuple(date, fc.integer({ min: -400, max: 400 })).map(([one, days]) => `(${one}) + ${days}`),
      call('date', fc.oneof(date, words)),
      call('date-time', date),
      call('coalesce', date, date),
      call('if', truth, date, date),
    ),
  }
})

/** XPath texts in which every operand has a type that fits, over the questions of form.ts. */
export const wellTyped = fc.oneof(kinds.number, kinds.text, kinds.truth, kinds.date)
