import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { ResultLine } from '#worker/domain/qgis/protocol.ts'
import { rowOf, type ResultRow, type ResultSource } from '#worker/domain/results/result-tables.ts'

/** The rows of a table's layers, one after the other and one at a time in memory. */
export async function* readRows(sources: readonly ResultSource[]): AsyncGenerator<ResultRow> {
  for (const source of sources) {
    const lines = createInterface({ input: createReadStream(source.file), crlfDelay: Infinity })
    for await (const line of lines) yield rowOf(source, ResultLine.parse(JSON.parse(line)))
  }
}
