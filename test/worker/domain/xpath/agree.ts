import { isEmpty, toBoolean, toText } from '#worker/domain/xpath/evaluate/value.ts'
import type { Value } from '#worker/domain/xpath/evaluate/value.ts'

/**
 * Whether QGIS (its answer as JSON) means the same: numbers to one part in 1e9, truth values also as 1 and 0,
 * dates and multiple selections as the text that ODK has for them. NULL, the empty text and NaN are all empty.
 */
export function agree(value: Value, qgis: unknown): boolean {
  if (qgis === null || qgis === '' || qgis === '{}') return isEmpty(value)
  if (typeof value === 'boolean') return qgis === value || qgis === Number(value)
  if (typeof qgis === 'boolean') return toBoolean(value) === qgis
  if (typeof value === 'number') {
    return typeof qgis === 'number' && Math.abs(value - qgis) <= 1e-9 * Math.max(1, Math.abs(qgis))
  }
  const text = typeof qgis === 'string' ? qgis : JSON.stringify(qgis)
  return toText(value) === text || toText(value) === selection(text)
}

function selection(stored: string): string | null {
  return /^\{.*\}$/u.test(stored) ? stored.replaceAll(/[{}"]/gu, '').replaceAll(',', ' ') : null
}
