import * as fc from 'fast-check'
import { call, infix, type Texts } from '#test/worker/domain/xpath/compound.ts'

/** The layer whose question owns an expression. */
export type Owner = 'survey' | 'kids' | 'toys'

interface Kinds {
  number: string
  text: string
  truth: string
  day: string
}

/** What has one value, and what has many, seen from each layer of the form of world.ts. */
const seen: Record<Owner, { one: Record<keyof Omit<Kinds, 'truth'>, string[]>; many: string[] }> = {
  survey: {
    one: { number: ['n', 'd'], text: ['s', 'one'], day: ['dt'] },
    many: ['kids', 'pets', 'toys'],
  },
  kids: {
    one: { number: ['q', 'n', 'd'], text: ['nm', 'pick', 's', 'one'], day: ['born', 'dt'] },
    many: ['kids', 'pets', 'toys'],
  },
  toys: {
    one: { number: ['price', 'q', 'n'], text: ['toy', 'nm', 's'], day: ['born', 'dt'] },
    many: ['toys'],
  },
}

const columns: Record<string, { number: string; text: string; day: string | null }> = {
  kids: { number: 'q', text: 'nm', day: 'born' },
  pets: { number: 'age', text: 'pet', day: null },
  toys: { number: 'price', text: 'toy', day: null },
}

const refer = (names: string[]): Texts =>
  fc.constantFrom(...names.flatMap((name) => [`\${${name}}`, `../${name}`]))
const words = fc.constantFrom("'a'", "''", "'b c'", "', '", '"it\'s"')
const place = fc.constantFrom('1', '2', '3', '0')

/** Well-typed expressions of a question in that layer. */
function expressionsOf(owner: Owner): Texts {
  const { one: own, many } = seen[owner]
  const repeat = fc.constantFrom(...many)
  /** A condition on the rows of a repeat, on the row's own answers and on the owner's. */
  const condition = (rows: string): Texts => {
    const { number, text } = columns[rows] ?? { number: 'q', text: 'nm' }
    return fc.oneof(
      infix(['>', '<=', '=', '!='], fc.constant(number), fc.oneof(refer(own.number), place)),
      infix(['=', '!='], fc.constant(text), fc.oneof(refer(own.text), words)),
      infix(['and', 'or'], fc.constantFrom(`${number} > 1`, `${text} != ''`, `${number} = ''`)),
      fc.constantFrom(`\${${number}} > 1`, `not(\${${text}} = 'a')`, `string-length(${text}) > 1`),
    )
  }
  const rowsOf = (rows: string): Texts =>
    fc.oneof(
      fc.constant(`\${${rows}}`),
      condition(rows).map((one) => `\${${rows}}[${one}]`),
    )
  const column = (kind: 'number' | 'text' | 'day'): Texts =>
    repeat
      .filter((rows) => columns[rows]?.[kind] !== null)
      .chain((rows) =>
        fc.oneof(
          // The own repeat's question is the own answer; only a path names those of all rows.
          ...(rows === owner ? [] : [fc.constant(`\${${columns[rows]?.[kind]}}`)]),
          rowsOf(rows).map((text) => `${text}/${columns[rows]?.[kind]}`),
          rowsOf(rows).map((text) => `${text}[2]/${columns[rows]?.[kind]}`),
        ),
      )
  const indexed = (kind: 'number' | 'text'): Texts =>
    fc
      .tuple(repeat, fc.oneof(place, owner === 'survey' ? place : fc.constant('position(..) - 1')))
      .map(([rows, at]) => `indexed-repeat(\${${columns[rows]?.[kind]}}, \${${rows}}, ${at})`)
  const picked = (kind: 'number' | 'text'): Texts =>
    fc
      .tuple(repeat, fc.constantFrom('1', '2', ...(owner === 'survey' ? [] : ['position(..) - 1'])))
      .map(([rows, at]) => `\${${rows}}[${at}]/${columns[rows]?.[kind]}`)
  const kinds = fc.letrec<Kinds>((tie: fc.LetrecTypedTie<Kinds>): fc.LetrecValue<Kinds> => {
    const [number, text, truth, day] = [tie('number'), tie('text'), tie('truth'), tie('day')]
    return {
      number: fc.oneof(
        { maxDepth: 3, depthIdentifier: owner },
        refer(own.number),
        fc.constantFrom('0', '2', '-1.5'),
        ...(owner === 'survey' ? [] : [fc.constantFrom('position(..)', 'position(..) + 1')]),
        infix(['+', '-', '*'], number),
        call('if', truth, number, number),
        call('coalesce', number, number),
        call('string-length', text),
        repeat.chain((rows) => call('count', rowsOf(rows))),
        call('count-non-empty', fc.oneof(column('number'), column('text'))),
        ...['sum', 'min', 'max'].map((name) => call(name, column('number'))),
        indexed('number'),
        picked('number'),
      ),
      text: fc.oneof(
        { maxDepth: 3, depthIdentifier: owner },
        refer(own.text),
        words,
        call('concat', text, number, day),
        call('if', truth, text, text),
        call('coalesce', text, text),
        // Of an answer of its own kind: the owner's first question is a text.
        call('once', text),
        call('string', fc.oneof(number, truth, day)),
        call('join', words, fc.oneof(column('text'), column('number'))),
        call('join', words, column('text'), text),
        fc
          .constantFrom(...(owner === 'kids' ? ['one', 'pick'] : ['one']))
          .map((name) => `jr:choice-name(\${${name}}, '\${${name}}')`),
        indexed('text'),
        picked('text'),
      ),
      truth: fc.oneof(
        { maxDepth: 3, depthIdentifier: owner },
        fc.constantFrom('true()', 'false()'),
        infix(['=', '!=', '<', '<=', '>', '>='], number),
        infix(['=', '!='], fc.oneof(text, number)),
        infix(['=', '!=', '<', '>='], day),
        infix(['and', 'or'], truth),
        call('not', truth),
        call('contains', text, text),
        fc.constantFrom("selected(${one}, 'a')", "${one} = 'b'"),
      ),
      day: fc.oneof(
        { maxDepth: 3, depthIdentifier: owner },
        refer(own.day),
        call('coalesce', day, day),
        call('if', truth, day, day),
        ...(many.includes('kids') ? [call('max', column('day')), call('min', column('day'))] : []),
      ),
    }
  })
  return fc.oneof(kinds.number, kinds.text, kinds.truth, kinds.day)
}

/** An expression with the layer of the question that owns it. */
export const owned: fc.Arbitrary<{ owner: Owner; xpath: string }> = fc.oneof(
  ...(['survey', 'kids', 'toys'] as const).map((owner) =>
    fc.record({ owner: fc.constant(owner), xpath: expressionsOf(owner) }),
  ),
)
