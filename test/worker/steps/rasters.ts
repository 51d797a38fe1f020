import { python } from '#test/resources/qgis/python.ts'

const make = `
import sys
from osgeo import gdal, osr
gdal.UseExceptions()
driver, path = sys.argv[1:]
plain = gdal.GetDriverByName('MEM').Create('', 256, 256, 3 if driver == 'MBTiles' else 1)
reference = osr.SpatialReference()
reference.ImportFromEPSG(3857 if driver == 'MBTiles' else 4326)
plain.SetProjection(reference.ExportToWkt())
plain.SetGeoTransform((9462156, 10, 0, 3123471, 0, -10) if driver == 'MBTiles' else (85, 0.0001, 0, 27.02, 0, -0.0001))
plain.GetRasterBand(1).Fill(120)
gdal.GetDriverByName(driver).CreateCopy(path, plain)
`

/** A GeoTIFF of heights near 85° E, 27° N; answers its path. */
export async function makeTif(path: string): Promise<string> {
  await python(make, 'GTiff', path)
  return path
}

export async function makeMbtiles(path: string): Promise<string> {
  await python(make, 'MBTiles', path)
  return path
}
