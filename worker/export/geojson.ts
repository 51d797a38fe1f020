import type { ResultRow, ResultTable } from '#worker/domain/results/result-tables.ts'

/** A table as a FeatureCollection (RFC 7946), a feature a line; rows without a shape have the geometry null. */
export async function* geojson(table: ResultTable, rows: AsyncIterable<ResultRow>): AsyncGenerator<string> {
  yield '{"type":"FeatureCollection","features":['
  let separator = '\n'
  for await (const row of rows) {
    const properties = Object.fromEntries(table.columns.map((column) => [column.heading, column.value(row)]))
    yield separator + JSON.stringify({ type: 'Feature', properties, geometry: row.geometry })
    separator = ',\n'
  }
  yield '\n]}\n'
}
