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
  /** QField may not edit it. */
  readOnly: boolean
  /** That is so since the server could not find its features again. */
  isKeyless: boolean
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
    /** Where an offline layer's features went: another table than planned when its filter means something else there. */
    table: string | null
    /** What QGIS warned of while it wrote. */
    messages: string[]
  }[]
  /** What led nowhere in the project's own forms already, as `AuditReport` has it. */
  forms: FormProblem[]
}

/** A form element, value relation, relation or expression that leads nowhere. */
export interface FormProblem {
  layerId: string
  problem: string
  /** Id of the layer that it should lead to; null where it is not about another layer. */
  target: string | null
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
  /** Paths that are absolute or lead out of the package: where they stand, and whether QGIS opens what is there. */
  outside: { where: string; path: string; isSource: boolean }[]
  forms: FormProblem[]
}
