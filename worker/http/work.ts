import type { BasemapAsked } from '#worker/domain/http/basemap-body.ts'
import type { DroneAsked } from '#worker/domain/http/drone-body.ts'
import type { FieldAsked } from '#worker/domain/http/field-body.ts'

/** A file that lies here, to be saved as `name`; its size in bytes. */
export interface MadeFile {
  path: string
  name: string
  size: number
}

/** What the wrapper service has done for those who ask. `worker/compose/wrapper.ts` does it. */
export interface WrapperWork {
  /** At once, whatever QGIS is doing. */
  qgisVersion(): string
  /**
   * Makes a project out of a row in qgis_jobs; resolves when its files stand in the row.
   *
   * @throws AppError http.*, mirror.*, and whatever the job failed with
   */
  field(asked: FieldAsked): Promise<void>
  /**
   * Adds the basemap of a row in qgis_jobs to its project; resolves when the project's files stand in the row.
   *
   * @throws AppError as `field`
   */
  basemap(asked: BasemapAsked): Promise<void>
  /**
   * Makes a project for flying: a .zip.
   *
   * @throws AppError http.timeout, and whatever the job failed with
   */
  drone(asked: DroneAsked): Promise<MadeFile>
  /** How things stand, as Prometheus' text format 0.0.4. */
  metrics(): string
}
