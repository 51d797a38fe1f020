import { readFile } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import type { Sheet, SheetRow } from '#worker/domain/xlsform/workbook.ts'
import { cleanText } from '#worker/intake/cell-text.ts'
import { decodeCsv, parseCsv } from '#worker/intake/csv.ts'
import type { WorkbookLimits } from '#worker/intake/limits.ts'

/**
 * A list's file as a sheet called after it: CSV as it stands, the items of an XML instance, the features of a
 * GeoJSON with `id`, `title` and their properties. Null for what is none of these.
 *
 * @throws errors of the file system as they are
 */
export async function readCompanion(path: string, limits: WorkbookLimits): Promise<Sheet | null> {
  const ending = extname(path)
  const name = basename(path, ending)
  const text = decodeCsv(await readFile(path))
  if (ending.toLowerCase() === '.csv') return { name, rows: parseCsv(text, limits) }
  const items = ending.toLowerCase() === '.xml' ? xmlItems(text) : geojsonItems(text)
  return items === null ? null : { name, rows: tableOf(items.slice(0, limits.rows), limits) }
}

type Item = Map<string, string>

function tableOf(items: Item[], limits: WorkbookLimits): SheetRow[] {
  const columns = [...new Set(items.flatMap((item) => [...item.keys()]))].slice(0, limits.columns)
  const row = (number: number, cells: string[]): SheetRow => ({ number, cells })
  return [
    row(1, columns),
    ...items.map((item, index) =>
      row(
        index + 2,
        columns.map((column) => cleanText((item.get(column) ?? '').slice(0, limits.cellCharacters))),
      ),
    ),
  ]
}

/** `<root><item><name>a</name>…</item>…</root>`, the shape of ODK's secondary instances. */
function xmlItems(text: string): Item[] {
  const plain = text.replaceAll(/<!--.*?-->/gs, '')
  return [...plain.matchAll(/<item\b[^>]*>(.*?)<\/item>/gs)].map(([, inner = '']) => {
    const tags = inner.matchAll(/<([\w:.-]+)[^>]*?(?:\/>|>([^<]*)<\/\1\s*>)/g)
    return new Map([...tags].map(([, tag = '', value = '']) => [tag, decodeXml(value)]))
  })
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function decodeXml(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));/gi, (whole, decimal, hex, name) => {
    const code = decimal ? Number(decimal) : hex ? Number.parseInt(String(hex), 16) : null
    if (code === null) return entities[String(name)] ?? whole
    return code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole
  })
}

function geojsonItems(text: string): Item[] | null {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return null
  }
  const features =
    isObject(parsed) && Array.isArray(parsed['features']) ? (parsed['features'] as unknown[]) : null
  return (
    features?.filter(isObject).map((feature) => {
      const properties = isObject(feature['properties']) ? Object.entries(feature['properties']) : []
      const own: [string, unknown][] = feature['id'] === undefined ? [] : [['id', feature['id']]]
      return new Map([...own, ...properties].map(([key, value]) => [key, valueText(value)]))
    }) ?? null
  )
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function valueText(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}
