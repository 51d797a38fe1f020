import type { ProjectLayer } from '#worker/api/projects.ts'
import { typeName } from '#worker/domain/feedback/layers-data.ts'

const headers = ['Layer Name', 'Layer Id', 'Type', 'Is Valid', 'Status', 'Error Summary', 'Provider Summary']

/** How much wider than its heading a column is at least. */
const headerRoom = 2

/**
 * The table of layers that QFieldCloud's worker prints into its log: a line a layer, columns two spaces apart under
 * their dashes. Without a line end after the last.
 */
export function layerTable(layers: readonly ProjectLayer[]): string {
  const rows = layers.map(toCells)
  const widths = headers.map((header, at) =>
    rows.reduce((width, row) => Math.max(width, lengthOf(row[at] ?? '')), lengthOf(header) + headerRoom),
  )
  const rule = widths.map((width) => '-'.repeat(width))
  return [headers, rule, ...rows].map((row) => join(row, widths)).join('\n')
}

function toCells(layer: ProjectLayer): string[] {
  return [
    layer.name,
    `...${layer.id.slice(-6)}`,
    typeName(layer.type),
    layer.isValid ? 'True' : 'False',
    layer.errorCode,
    layer.errorSummary,
    layer.providerErrorSummary,
  ].map((cell) => cell.replaceAll(/\s+/gu, ' ').trim())
}

function join(row: readonly string[], widths: readonly number[]): string {
  return row
    .map((cell, at) => cell + ' '.repeat((widths[at] ?? 0) - lengthOf(cell)))
    .join('  ')
    .trimEnd()
}

function lengthOf(text: string): number {
  return Array.from(text).length
}
