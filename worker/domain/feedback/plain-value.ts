/**
 * `value` as JSON holds it, every text in it through `hide`. What JSON cannot hold becomes
 * `<non-serializable: its type>`, as QFieldCloud's worker writes it; a property that is undefined is left out.
 */
export function plainValue(value: unknown, hide: (text: string) => string): unknown {
  if (typeof value === 'string') return hide(value)
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'number' && Number.isFinite(value)) return value
  if (Array.isArray(value)) return value.map((one) => plainValue(one, hide))
  if (isPlainObject(value)) return plainObject(value, hide)
  return `<non-serializable: ${typeName(value)}>`
}

/** {@link plainValue} of an object's properties. */
export function plainObject(value: object, hide: (text: string) => string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, one]) => one !== undefined)
      .map(([key, one]) => [key, plainValue(one, hide)]),
  )
}

function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function typeName(value: unknown): string {
  return typeof value === 'object' ? Object.prototype.toString.call(value).slice(8, -1) : typeof value
}
