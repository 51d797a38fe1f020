import * as z from 'zod'
import type { ShownPackage } from '#renderer/features/folder/outcome.ts'
import type { Job } from '#worker/api/jobs.ts'

/** The layers as QFieldCloud's step before the packaging tells them. */
const Told = z.looseObject({
  qgis_layers_data: z.looseObject({
    layers_by_id: z.record(z.string(), z.looseObject({ name: z.string() })),
  }),
})

/**
 * Ids of the layers that kept a package from being made: it would be made without them, if somebody says so. The
 * error has their names, the feedback knows whose they are.
 */
export function lostLayers(job: Job, result: ShownPackage | null): string[] {
  if (job.error?.code !== 'package.layerLost' || result === null) return []
  const names = `, ${job.error.params['layers'] ?? ''}, `
  const told = Told.safeParse(result.feedback.outputs).data?.qgis_layers_data.layers_by_id ?? {}
  return Object.entries(told).flatMap(([id, { name }]) => (names.includes(`, ${name}, `) ? [id] : []))
}
