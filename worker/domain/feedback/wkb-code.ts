const flat: Record<string, number> = {
  Unknown: 0,
  Point: 1,
  LineString: 2,
  Polygon: 3,
  MultiPoint: 4,
  MultiLineString: 5,
  MultiPolygon: 6,
  GeometryCollection: 7,
  CircularString: 8,
  CompoundCurve: 9,
  CurvePolygon: 10,
  MultiCurve: 11,
  MultiSurface: 12,
  PolyhedralSurface: 15,
  TIN: 16,
  Triangle: 17,
  NoGeometry: 100,
}

const dimensions: Record<string, number> = { '': 0, Z: 1000, M: 2000, ZM: 3000, '25D': -0x8000_0000 }

/**
 * QGIS' number of a geometry type by its name (`MultiPolygonZ` is 1006), as OGC's well-known binary has it; null of
 * a name that is none. The old 2.5D types are negative, as Python prints them.
 */
export function wkbCode(name: string): number | null {
  const [, base = '', suffix = ''] = /^(.*?)(ZM|Z|M|25D)?$/u.exec(name) ?? []
  const code = flat[base]
  const more = dimensions[suffix]
  return code === undefined || more === undefined ? null : code + more
}
