import type { LayerAction } from '#worker/api/projects.ts'

/** What the session has to do to make a package. Paths of the package are relative to its folder, with forward slashes. */
export interface PackagePlan {
  /** Name of the packaged project file, `<stem>_qfield.qgz`. */
  projectFile: string
  /** GeoPackage of the offline layers. */
  database: string
  /** Only features that intersect this: WKT in a CRS; null = all. */
  area: { wkt: string; crs: string } | null
  layers: PlannedLayer[]
  /** Files to lay into the package: from an absolute path in the copy. Images that symbols name come on top. */
  files: { from: string; to: string }[]
}

export interface PlannedLayer {
  id: string
  name: string
  action: LayerAction
  /** Where the packaged layer's data are; null where it keeps its source (a service) or is removed. */
  file: string | null
  /** Offline: the table in `database`; layers of one source share it. Copy: the table in its file, or null. */
  table: string | null
  /** Column of the key that the server knows the feature by. */
  primaryKey: string | null
  /** QField may not edit it: the server could not find the features again. */
  readOnly: boolean
  /** It cannot be checked without a connection. */
  isOnline: boolean
}

/** What was written. */
export interface PackageReport {
  layers: {
    id: string
    /** Features of the source under the layer's filter and the area; null for what is no vector layer. */
    expected: number | null
    written: number | null
    /** What QGIS warned of while it wrote. */
    messages: string[]
  }[]
}

export interface AuditReport {
  layers: {
    id: string
    name: string
    isValid: boolean
    error: string
    /** Relative to the package; null where it is no file. */
    file: string | null
    count: number | null
    geometry: string
  }[]
  /** Absolute paths or paths outside the package that the project still names: where and what. */
  outside: { where: string; path: string }[]
  /** Form elements, value relations, relations and expressions that lead nowhere. */
  forms: { layerId: string; problem: string }[]
}
