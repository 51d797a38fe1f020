import type { FieldAsked } from '#worker/domain/http/field-body.ts'

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
  /** How things stand, as Prometheus' text format 0.0.4. */
  metrics(): string
}
