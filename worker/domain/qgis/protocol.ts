import * as z from 'zod'
import type { Extent, SourceSummary } from '#worker/api/sources.ts'
import type { SheetPlan } from '#worker/domain/cloud/plan-sheet.ts'
import type { ChangesPlan, ChangesReport } from '#worker/domain/delta/plan.ts'
import type { AuditReport, PackagePlan, PackageReport } from '#worker/domain/package/plan.ts'
import type { OpenedProject, ProjectFile } from '#worker/domain/project/opened.ts'
import type { AnswerPlan, FeaturesReport, ProjectPlan, TasksReport } from '#worker/domain/qgis/plan.ts'

/**
 * The questions that the PyQGIS session answers (`resources/qgis/session.py`), one JSON object a line.
 *
 * to Python:   {"id": 1, "method": "features", "params": {…}}   |   {"cancel": 1}
 * from Python: {"hello": {…}} once, then for a running id
 *              {"id": 1, "progress": {"step": "read", "value": 0.4}}  value 0..1, at most 10 a second
 *              {"id": 1, "log": {"level": "warning", "message": "…"}}
 *              {"id": 1, "result": …}  |  {"id": 1, "error": {"code": "features.empty", "params": {…}, "detail": "traceback"}}
 *
 * Calls run one after the other (Qt's thread affinity). `cancel` makes the running call answer with
 * `job.cancelled`; a session that does not answer in time is ended by the host.
 */
export interface SessionCalls {
  /** Opens a source and counts, without writing anything. */
  inspect: { params: { path: string }; result: SourceSummary }
  /**
   * The one geometry pass: reads any OGR source (GeoJSON, GPKG, Shapefile or its .zip, KML, CSV with WKT or
   * x/y), repairs, flattens, reprojects to EPSG:4326 and writes `out` with tables `survey`, `survey_point` …
   * `reserved` are column names that the form needs; a seed attribute of that name becomes `seed_<name>`.
   * Attributes that answer a question are written into its column too, where they are valid (`answers`).
   * `uuid` values are uuid5 of `namespace` and the feature's position, so that a rebuild gives the same keys.
   */
  features: {
    params: {
      path: string
      out: string
      reserved: string[]
      answers: AnswerPlan[]
      namespace: string
      area: Extent | null
    }
    result: FeaturesReport
  }
  /**
   * Task areas to `table` (default `tasks`) in `out`, numbered in the column `idField` (default `task_id`) where they
   * have no id: from polygons, or one task from an area file or an extent.
   */
  tasks: {
    params: {
      path: string | null
      aoi: string | null
      extent: Extent | null
      out: string
      namespace: string
      table?: string
      idField?: string
    }
    result: TasksReport
  }
  /**
   * Parses and prepares expressions against the given columns, without a layer. Answers those that fail.
   */
  expressions: {
    params: { items: { id: string; expression: string; fields: { name: string; type: string }[] }[] }
    result: { failures: { id: string; message: string }[] }
  }
  /** Executes a plan inside `folder`, where the features and tasks passes have written. */
  build: { params: { plan: ProjectPlan; folder: string }; result: { project: string; layers: BuiltLayer[] } }
  /** Reopens the written project and reports everything that is not as planned. */
  verify: {
    params: { plan: ProjectPlan; folder: string }
    result: { problems: string[]; layers: BuiltLayer[] }
  }
  /**
   * Reads the collected answers out of a project (a folder, or its .qgz), which is only read. Every layer that
   * the project's form entry names goes to a file of JSON lines in `out`, a `ResultLine` each.
   */
  results: {
    params: { folder: string; out: string }
    result: { form: string; project: string; layers: ResultLayer[] }
  }
  /** Opens a raster with GDAL; `crs` is empty where it names none. */
  raster: { params: { path: string }; result: { crs: string } }
  /**
   * Adds the .mbtiles `file`, which stands beside the .qgz `project`, as raster layer `basemap` above OpenStreetMap,
   * else at the bottom; a layer of that name that shows an .mbtiles makes way. Nothing else of the project changes.
   */
  basemap: { params: { project: string; file: string; id: string }; result: { layer: BuiltLayer } }
  /**
   * What a project file says of itself, read as XML: nothing is opened and nothing run. Fails with `project.brokenXml`
   * (line and column from 1), `project.notArchive`, `project.zipBomb`, `project.unsafeArchive`.
   */
  projectFile: { params: { path: string }; result: ProjectFile }
  /**
   * What only this job may know: written to the session's own folder, or set inside its process, and gone with it.
   * `services` is a pg_service.conf.
   */
  secrets: { params: { services: string; env: Record<string, string> }; result: null }
  /**
   * process_projectfile: opens the project of a copy read-only and tells of it and every layer. `root` is the copy's
   * folder: what a source names outside it is not opened. `offline`: no connection is made. Progress steps are
   * `opening_check`, `project_details`, `generate_thumbnail_image`. Fails with `project.unreadable`.
   */
  openProject: {
    params: { project: string; root: string; offline: boolean; thumbnail: string | null }
    result: OpenedProject
  }
  /** Writes the package that was planned into the empty folder `out`. */
  package: {
    params: { project: string; root: string; plan: PackagePlan; out: string; offline: boolean }
    result: PackageReport
  }
  /** Opens a package as the next program will, without any connection, and tells how its layers stand. */
  audit: { params: { project: string; root: string; plan: PackagePlan }; result: AuditReport }
  /** delta_apply: makes the changes in the layers of a project's copy, in order. */
  changes: {
    params: { project: string; root: string; plan: ChangesPlan; offline: boolean }
    result: ChangesReport
  }
  /** Lets layers of a project's copy read other files; paths are relative to the project. */
  mendProject: {
    params: { project: string; sources: { layerId: string; file: string }[]; removed: string[] }
    result: null
  }
  /** This session's QGIS, and the most memory that it ever had; null where the system does not say. */
  usage: { params: Record<string, never>; result: { qgisVersion: string; peakBytes: number | null } }
  /**
   * Draws a sheet of cards to the PDF `out`, which only its owner may read. `missing`: characters of the plan that no
   * font of this computer has.
   */
  sheet: { params: { plan: SheetPlan; out: string }; result: { pages: number; missing: string[] } }
  /** Which of these files another program has open for writing, as far as SQLite can tell. */
  inUse: { params: { files: string[] }; result: { files: string[] } }
}

/** One layer's answers, as Python left them. */
export interface ResultLayer {
  id: string
  /** Path of the JSON lines. */
  file: string
  /** Names in the order of each line's `values`. */
  columns: string[]
  count: number
}

/** Dates are ISO 8601, moments in UTC; `geometry` is GeoJSON in EPSG:4326. */
export const ResultLine = z.object({
  values: z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])),
  geometry: z.object({ type: z.string(), coordinates: z.unknown() }).nullable(),
})
export type ResultLine = z.infer<typeof ResultLine>

export interface BuiltLayer {
  name: string
  geometry: string
  count: number | null
}

export type SessionMethod = keyof SessionCalls
export type SessionParams<M extends SessionMethod> = SessionCalls[M]['params']
export type SessionResult<M extends SessionMethod> = SessionCalls[M]['result']

/** What the probe and the session say of themselves. */
export const Hello = z.object({
  qgis: z.string(),
  /** 32216 for 3.22.16, as `Qgis.QGIS_VERSION_INT`. */
  qgisInt: z.int(),
  qt: z.string(),
  gdal: z.string(),
  python: z.string(),
  prefix: z.string(),
  providers: z.array(z.string()),
  drivers: z.array(z.string()),
  pid: z.int(),
})
export type Hello = z.infer<typeof Hello>
