import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, extname, join } from 'node:path'
import type { ExportedResults } from '#worker/api/results.ts'
import { parseFormRecord } from '#worker/domain/results/form-record.ts'
import { resultTables, type ResultTable } from '#worker/domain/results/result-tables.ts'
import { csv } from '#worker/export/csv.ts'
import { geojson } from '#worker/export/geojson.ts'
import { readRows } from '#worker/export/read-rows.ts'
import { replaceFile } from '#worker/export/replace-file.ts'
import { xlsx } from '#worker/export/xlsx.ts'
import type { QgisPort } from '#worker/steps/ports.ts'

export interface ExportRun {
  /** A project's folder, or its .qgz. It is only read. */
  folder: string
  /** `.csv`, `.geojson` or `.xlsx`. */
  out: string
  signal: AbortSignal
}

/**
 * The answers of a project under the form's own names. A workbook has a sheet for the survey and one for each
 * repeat; as CSV and GeoJSON the repeats stand in files of their own beside `out`: `<name>_<repeat>.csv`.
 * Files of these names are replaced. Rows stream, except into a workbook.
 *
 * @throws AppError results.*, output.*, qgis.*
 */
export async function exportResults(
  { folder, out, signal }: ExportRun,
  qgis: QgisPort,
): Promise<ExportedResults> {
  const scratch = await mkdtemp(join(tmpdir(), 'fieldpack-results-'))
  try {
    const found = await qgis.ask('results', { folder, out: scratch }, { signal })
    const record = parseFormRecord(found.form, basename(found.project))
    const tables = resultTables(record, found.layers)
    const rows = new Map(found.layers.map((layer) => [layer.file, layer.count]))
    const told = tables.map((table) => ({
      name: table.name,
      rows: table.sources.reduce((sum, { file }) => sum + (rows.get(file) ?? 0), 0),
    }))
    const written = await write(tables, out)
    return { title: record.title, formId: record.formId, tables: told, ...written }
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

type Written = Pick<ExportedResults, 'files' | 'cellsLeftOut' | 'rowsLeftOut'>

async function write(tables: ResultTable[], out: string): Promise<Written> {
  const ending = extname(out)
  const rowsOf = (table: ResultTable) => readRows(table.sources)
  if (ending.toLowerCase() === '.xlsx') {
    const { bytes, ...left } = await xlsx(tables, rowsOf)
    await replaceFile(out, [bytes])
    return { files: [out], ...left }
  }
  const text = ending.toLowerCase() === '.csv' ? csv : geojson
  const files: string[] = []
  for (const [index, table] of tables.entries()) {
    const file = index === 0 ? out : `${out.slice(0, -ending.length)}_${table.name}${ending}`
    await replaceFile(file, text(table, rowsOf(table)))
    files.push(file)
  }
  return { files, cellsLeftOut: 0, rowsLeftOut: 0 }
}
