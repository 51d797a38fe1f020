import type { Finding, Mend } from '#worker/api/doctor.ts'
import { AppError, type AppErrorData } from '#worker/api/errors.ts'
import type { Hello } from '#worker/domain/qgis/protocol.ts'
import { installMends, updateMends, type System } from '#worker/doctor/mends.ts'

/** The QGIS that jobs would use, as worker/qgis finds it. */
export interface QgisFound {
  candidate: { label: string }
  hello: Hello
}

/** Is there a QGIS, and which? */
export async function checkQgis(search: Promise<QgisFound>, system: System): Promise<Finding> {
  try {
    const { candidate, hello } = await search
    const params = {
      version: hello.qgis,
      path: candidate.label,
      qt: hello.qt,
      gdal: hello.gdal,
      python: hello.python,
    }
    return { id: 'qgis', state: 'ok', optional: false, params, mends: [] }
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown
    return missing(thrown.data, system)
  }
}

function missing({ code, params }: AppErrorData, system: System): Finding {
  const reason = code === 'qgis.tooOld' ? 'tooOld' : code === 'qgis.startFailed' ? 'startFailed' : 'none'
  const ways: Mend[] =
    reason === 'tooOld' ? updateMends() : installMends(system, ['python3-qgis', 'qgis-providers'])
  return {
    id: 'qgis',
    state: 'missing',
    optional: false,
    params: { version: '', minimum: '', path: '', cause: '', ...params, reason },
    mends: [...ways, { kind: 'chooseQgis' }],
  }
}

/** Names as a person knows them; without the first group no project can be built. */
const needed: [string, (hello: Hello) => boolean][] = [
  ['OGR', ({ providers }) => providers.includes('ogr')],
  ['GeoPackage', ({ drivers }) => drivers.includes('GPKG')],
  ['GeoJSON', ({ drivers }) => drivers.includes('GeoJSON')],
]
const useful: typeof needed = [
  ['XYZ tiles (WMS)', ({ providers }) => providers.includes('wms')],
  ['raster (GDAL)', ({ providers }) => providers.includes('gdal')],
  ['Shapefile', ({ drivers }) => drivers.includes('ESRI Shapefile')],
  ['KML', ({ drivers }) => drivers.includes('KML') || drivers.includes('LIBKML')],
  ['CSV', ({ drivers }) => drivers.includes('CSV')],
]

/** Does that QGIS know the formats that we read and write? */
export async function checkProviders(search: Promise<QgisFound>, system: System): Promise<Finding> {
  const found = await search.catch(() => null)
  if (found === null) return { id: 'providers', state: 'off', optional: false, params: {}, mends: [] }
  const lacking = (wanted: typeof needed): string[] =>
    wanted.filter(([, has]) => !has(found.hello)).map(([name]) => name)
  const vital = lacking(needed)
  const all = [...vital, ...lacking(useful)]
  if (all.length === 0) return { id: 'providers', state: 'ok', optional: false, params: {}, mends: [] }
  return {
    id: 'providers',
    state: vital.length > 0 ? 'missing' : 'warning',
    optional: false,
    params: { missing: all.join(', '), reason: 'lacking' },
    mends: installMends(system, ['qgis-providers']),
  }
}
