import { beforeAll, expect, test } from 'vitest'
import type { ReadElement, ReadField } from '#test/resources/qgis/call.ts'
import {
  fillForms,
  type Fill,
  type Filled,
  type Form,
  type Look,
} from '#test/worker/domain/qgis/matrix/fill.ts'

/** One construct of the matrix: a form, what its columns are, and what it does when it is filled in. */
export interface Construct extends Omit<Form, 'fills'> {
  it: string
  /** Columns of the survey, or of a repeat as `kids.age`. */
  fields?: Record<string, Partial<ReadField>>
  /** Fills with what they show; lists are compared whole, maps as far as they are given. */
  looks?: [Fill, Partial<Look>][]
  /** Issues that the form has; none when not given. */
  issues?: string[]
  /** The form's tree as `tab:T{a "note" group:g{b}}`. */
  tree?: string
  /** Pairs of what was found otherwise and what it should be. */
  also?: (filled: Filled) => [unknown, unknown][]
}

/** A test for each construct; all of them are built and filled in by one QGIS. */
export function matrix(constructs: Construct[]): void {
  let filled: Filled[] = []
  beforeAll(async () => {
    filled = await fillForms(
      constructs.map((one) => ({ ...one, fills: (one.looks ?? []).map(([fill]) => fill) })),
    )
  }, 120_000)

  test.each(constructs.map((construct, at) => ({ ...construct, at })))('$it', (construct) => {
    const found = filled[construct.at]
    if (!found) throw new Error('not filled in')
    expect(found).toMatchObject({ refused: [], problems: [], issues: construct.issues ?? [] })
    for (const [path, field] of Object.entries(construct.fields ?? {})) {
      expect(fieldIn(found, path), path).toMatchObject(field)
    }
    expect(printTree(layerIn(found, 'survey').form)).toEqual(construct.tree ?? anyText)
    for (const [at, [fill, look]] of (construct.looks ?? []).entries()) {
      expect({ fill, ...found.looks[at] }).toEqual(expect.objectContaining({ fill, ...loosened(look) }))
    }
    for (const [seen, wanted] of construct.also?.(found) ?? []) expect(seen).toEqual(wanted)
  })
}

/** The form's tree in one line. */
export function printTree(elements: ReadElement[]): string {
  const words = elements.map((element) => {
    if (element.kind === 'text') return `"${element.name}"`
    if (element.kind === 'field' || element.kind === 'relation') return element.name
    return `${element.kind}:${element.name}{${printTree(element.children ?? [])}}`
  })
  return words.join(' ')
}

export function layerIn({ project }: Filled, name: string): Filled['project']['layers'][number] {
  const layer = project.layers.find((one) => one.name === name)
  if (!layer) throw new Error(`no layer ${name}`)
  return layer
}

function fieldIn(filled: Filled, path: string): ReadField {
  const [name = '', layer = 'survey'] = path.split('.').toReversed()
  const field = layerIn(filled, layer).fields.find((one) => one.name === name)
  if (!field) throw new Error(`no column ${path}`)
  return field
}

const anyText: unknown = expect.any(String)

const whole: (keyof Look)[] = ['wrong', 'warned', 'shown', 'titles', 'locked', 'title']

/** Maps need not name everything that was found. */
function loosened(look: Partial<Look>): Record<string, unknown> {
  const given = Object.entries(look) as [keyof Look, object][]
  return Object.fromEntries([
    ...given.map(([key, map]) => [key, expect.objectContaining(map)] as const),
    ...given.filter(([key]) => whole.includes(key)),
  ])
}
