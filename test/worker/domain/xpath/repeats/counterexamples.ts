import type { Owner } from '#test/worker/domain/xpath/repeats/typed.ts'
import type { Filled } from '#test/worker/domain/xpath/repeats/world.ts'

const row = (answers: Filled['answers'], repeats: Filled['repeats'] = {}): Filled => ({ answers, repeats })

/** Two children whose toys' places alternate, and a third without a toy. */
export const family: Filled[] = [
  row(
    { s: 'a', n: 2, d: null, dt: null, one: 'b' },
    {
      kids: [
        row(
          { nm: 'a', q: 3, born: '2020-01-02', pick: 'c' },
          { toys: [row({ toy: 'ball', price: 1 }), row({ toy: 'car', price: 4 })] },
        ),
        row(
          { nm: 'b c', q: 1, born: null, pick: null },
          { toys: [row({ toy: 'doll', price: 2 }), row({ toy: null, price: null })] },
        ),
        row({ nm: null, q: null, born: '2010-05-06', pick: 'a' }, { toys: [] }),
      ],
      pets: [],
    },
  ),
]

/** Found by chance, and what they mean: `values` of each row of the owner's layer, as text. */
export const counterexamples: { owner: Owner; xpath: string; values: string[] }[] = [
  // In a predicate, what the owner itself was asked is the owner's answer, not the row's.
  { owner: 'kids', xpath: 'count(${kids}[nm = ${nm}])', values: ['1', '1', '1'] },
  { owner: 'kids', xpath: 'sum(${kids}[${q} > 1]/q)', values: ['4', '0', '0'] },
  { owner: 'kids', xpath: "max(${kids}[not(${nm} = 'a')]/q)", values: ['', '3', '3'] },
  // Rows of a repeat in a repeat stand in the order of the form, child by child.
  { owner: 'survey', xpath: "join(', ', ${toy})", values: ['ball, car, doll, '] },
  { owner: 'survey', xpath: 'indexed-repeat(${toy}, ${toys}, 2)', values: ['car'] },
  { owner: 'survey', xpath: 'indexed-repeat(${price}, ${toys}, 3)', values: ['2'] },
  // An index leaves one row of all, or none, inside of functions that take many.
  { owner: 'survey', xpath: "join('-', ${kids}[2]/nm, ${kids}[9]/nm, ${s})", values: ['b c-a'] },
  {
    owner: 'kids',
    xpath: "join('-', ${kids}[position(..) - 1]/q, ${kids}[1]/q)",
    values: ['3', '3-3', '1-3'],
  },
  { owner: 'kids', xpath: 'concat(${kids}[position(..) - 1]/q)', values: ['', '3', '1'] },
  { owner: 'survey', xpath: 'count(${kids}[2]) + 10 * count(${kids}[4])', values: ['1'] },
  { owner: 'survey', xpath: 'sum(${kids}[2]/q) + 10 * sum(${kids}[4]/q)', values: ['1'] },
  { owner: 'survey', xpath: 'max(${toys}[2]/price)', values: ['4'] },
  { owner: 'survey', xpath: 'min(${kids}[2]/born)', values: [''] },
  {
    owner: 'survey',
    xpath: 'count-non-empty(${kids}[1]/nm) + 10 * count-non-empty(${kids}[3]/nm)',
    values: ['1'],
  },
  { owner: 'survey', xpath: "join('-', ${kids}[q > 0][2]/nm)", values: ['b c'] },
  // An empty answer keeps its place among the rows that a condition leaves.
  { owner: 'survey', xpath: "string(${kids}[nm != 'x'][2]/born)", values: [''] },
  { owner: 'survey', xpath: "string(${kids}[nm != 'a'][2]/born)", values: ['2010-05-06'] },
  { owner: 'survey', xpath: "string(${kids}[nm != 'a']/born)", values: [''] },
]
