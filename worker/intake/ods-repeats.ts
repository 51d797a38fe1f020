const tag = /<(\/?)table:(table-row|table-cell)\b([^>]*?)(\/?)>/g

/**
 * Cells with content that an OpenDocument sheet stands for. Repeat counts let a file of a few hundred bytes name
 * billions of cells, which a parser would lay out one by one.
 */
export function countRepeatedCells(contentXml: string): number {
  let total = 0
  let rows = 1
  for (const [, closing, name, attributes = '', empty] of contentXml.matchAll(tag)) {
    if (closing === '/') continue
    if (name === 'table-row') rows = repeatOf(attributes, 'rows')
    else if (empty !== '/' || attributes.includes('value-type'))
      total += rows * repeatOf(attributes, 'columns')
  }
  return total
}

function repeatOf(attributes: string, of: 'rows' | 'columns'): number {
  const match = new RegExp(`number-${of}-repeated\\s*=\\s*["'](\\d+)`).exec(attributes)
  return Math.max(1, Number(match?.[1] ?? 1))
}
