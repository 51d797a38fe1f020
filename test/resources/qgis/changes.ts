import { cp } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Delta, DeltaMethod, DeltaSide } from '#worker/api/deltas.ts'
import type { ChangesReport, PlannedChange } from '#worker/domain/delta/plan.ts'
import { succeed } from '#test/resources/qgis/call.ts'
import { python } from '#test/resources/qgis/python.ts'

/** A delta of a device; `layer` is a layer's id, in which `pk` is the feature's key. */
export function delta(
  layer: string,
  method: DeltaMethod,
  pk: string,
  sides: { old?: DeltaSide; new?: DeltaSide } = {},
  more: Partial<Delta> = {},
): Delta {
  return {
    uuid: `00000000-0000-4000-8000-${String(count++).padStart(12, '0')}`,
    clientId: '11111111-1111-4111-8111-111111111111',
    localPk: pk,
    sourcePk: pk,
    localLayerId: layer,
    sourceLayerId: layer,
    method,
    ...sides,
    ...more,
  }
}
let count = 0

/** Each under its own key, as for deltas of which the ledger knows nothing. */
export const planned = (deltas: Delta[]): PlannedChange[] =>
  deltas.map((one, number) => ({ number, delta: one, pk: one.sourcePk }))

export async function apply(
  project: string,
  deltas: Delta[],
  more: { overwriteConflicts?: boolean; dryRun?: boolean } = {},
): Promise<ChangesReport> {
  const plan = { overwriteConflicts: false, dryRun: false, ...more, deltas: planned(deltas) }
  return await succeed('changes', { project, root: dirname(project), plan, offline: false })
}

/** Status and strict warnings of every delta, short: `applied typeMismatch(depth)`. */
export function verdicts(report: ChangesReport): string[] {
  return report.deltas.map(({ status, strict }) =>
    [
      status,
      ...strict.map(({ code, params }) => ('attribute' in params ? `${code}(${params['attribute']})` : code)),
    ].join(' '),
  )
}

/** A project of its own for one test: the folder of `project` copied to `folder`. */
export async function copyOf(project: string, folder: string): Promise<string> {
  await cp(dirname(project), folder, { recursive: true })
  return join(folder, basename(project))
}

export interface Row {
  wkt: string | null
  [name: string]: string | number | boolean | null
}

/** All features of a file's table with their geometry as WKT, in the order of the file, read by GDAL alone; numbers of 64 bits as text. */
export async function rowsOf(file: string, table = ''): Promise<Row[]> {
  return JSON.parse(await python(readRows, file, table)) as Row[]
}

const readRows = `
import json, sys
from osgeo import gdal, ogr
ogr.UseExceptions()
gdal.SetConfigOption('OGR_GEOJSON_MAX_OBJ_SIZE', '0')
source = ogr.Open(sys.argv[1])
layer = source.GetLayerByName(sys.argv[2]) if sys.argv[2] else source.GetLayer(0)
rows = []
for feature in layer:
    row = {layer.GetFIDColumn(): feature.GetFID()} if layer.GetFIDColumn() else {}
    for index in range(feature.GetFieldCount()):
        kind = feature.GetFieldDefnRef(index).GetType()
        value = None if not feature.IsFieldSetAndNotNull(index) else feature.GetField(index)
        if value is not None and kind in (ogr.OFTDate, ogr.OFTDateTime, ogr.OFTTime):
            value = feature.GetFieldAsString(index)
        if kind == ogr.OFTInteger64 and value is not None and abs(value) > 2**31:
            value = str(value)
        row[feature.GetFieldDefnRef(index).GetName()] = value
    geometry = feature.GetGeometryRef()
    row['wkt'] = None if geometry is None else geometry.ExportToIsoWkt()
    rows.append(row)
json.dump(rows, sys.stdout)
`
