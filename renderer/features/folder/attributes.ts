import type { Delta } from '#worker/api/deltas.ts'

export interface AttributeChange {
  name: string
  /** As text; null where that side does not name the attribute. */
  before: string | null
  after: string | null
  changed: boolean
}

/** Both sides of a change next to each other, in the order in which they are named. */
export function attributeChanges({ method, old, new: next }: Delta): AttributeChange[] {
  const before = method === 'create' ? {} : (old?.attributes ?? {})
  const after = method === 'delete' ? {} : (next?.attributes ?? {})
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].map((name) => {
    const sides = { before: sideOf(before, name), after: sideOf(after, name) }
    return { name, ...sides, changed: sides.before !== sides.after }
  })
}

/** Names of the files that go along with a change. */
export function attachmentsOf({ old, new: next }: Delta): string[] {
  return [...new Set([...Object.keys(old?.files_sha256 ?? {}), ...Object.keys(next?.files_sha256 ?? {})])]
}

function sideOf(attributes: Record<string, unknown>, name: string): string | null {
  if (!Object.hasOwn(attributes, name)) return null
  const value = attributes[name]
  if (value === null || value === undefined) return 'NULL'
  return typeof value === 'string' ? value : JSON.stringify(value)
}
