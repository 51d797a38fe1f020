import { resolve } from 'node:path'
import { AppError } from '#worker/api/errors.ts'
import { parseOptions, type Command } from '#worker/cli/command.ts'
import { withWorker } from '#worker/cli/with-worker.ts'

/** `export DIR --out FILE`: the collected answers as CSV, XLSX or GeoJSON, under the form's own names. */
export const exportCommand: Command = async (args, context) => {
  const { values, positionals } = parseOptions(args, { out: { type: 'string' } })
  const [folder, ...more] = positionals
  if (folder === undefined || more.length > 0 || !values.out)
    throw new AppError('usage', { why: 'export takes one DIR and --out FILE' })
  if (!/\.(csv|xlsx|geojson)$/i.test(values.out))
    throw new AppError('usage', { why: `${values.out} is none of .csv, .xlsx, .geojson` })
  const request = { folder: resolve(folder), out: resolve(values.out) }
  const done = await withWorker(context, { write: false }, ({ call }) => call('results.export', request))
  const { cellsLeftOut, rowsLeftOut } = done
  if (cellsLeftOut + rowsLeftOut > 0) {
    context.note(
      `${cellsLeftOut} cells and ${rowsLeftOut} rows are more than a workbook can hold and are not in it; ` +
        'a .csv or .geojson holds them',
    )
  }
  return {
    document: done,
    lines: [...done.tables.map(({ name, rows }) => `  ${name.padEnd(28)} ${rows}`), ...done.files],
  }
}
