import * as z from 'zod'

/** `[xmin, ymin, xmax, ymax]` in degrees, EPSG:4326, longitude first. */
export const Extent = z.tuple([z.number(), z.number(), z.number(), z.number()])
export type Extent = z.infer<typeof Extent>

export const GeometryType = z.enum([
  'Point',
  'MultiPoint',
  'LineString',
  'MultiLineString',
  'Polygon',
  'MultiPolygon',
  'None',
])
export type GeometryType = z.infer<typeof GeometryType>

/** What a file of features, tasks or an area holds, before anything is built from it. */
export const SourceSummary = z.strictObject({
  count: z.int(),
  /** Features a geometry type, as the file has them (`{"MultiPolygon": 12}`). */
  geometries: z.record(z.string(), z.int()),
  /** As QGIS names it (`EPSG:32645`); empty when the file names none and lon/lat was taken. */
  crs: z.string(),
  /** Null when there is no feature. */
  extent: Extent.nullable(),
  fields: z.array(z.strictObject({ name: z.string(), type: z.string() })),
})
export type SourceSummary = z.infer<typeof SourceSummary>
