import type { ResultRow, ResultTable } from '#worker/domain/results/result-tables.ts'

/** A table as CSV after RFC 4180, in UTF-8, with its geometry as columns. */
export async function* csv(table: ResultTable, rows: AsyncIterable<ResultRow>): AsyncGenerator<string> {
  const columns = [...table.columns, ...table.geometry]
  yield lineOf(columns.map((column) => column.heading))
  for await (const row of rows) yield lineOf(columns.map((column) => column.value(row)))
}

function lineOf(cells: readonly (string | number | null)[]): string {
  return `${cells.map((cell) => quoted(String(cell ?? ''))).join(',')}\r\n`
}

function quoted(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
