import type { ShownPackage } from '#renderer/features/folder/outcome.ts'
import type { Job } from '#worker/api/jobs.ts'

/** Ids of the layers that kept a package from being made: it would be made without them, if somebody says so. */
export function lostLayers(job: Job, result: ShownPackage | null): string[] {
  if (job.error?.code !== 'package.layerLost' || result === null) return []
  return result.findings.flatMap(({ code, layerId }) =>
    code === 'packageLost' && layerId !== null ? [layerId] : [],
  )
}
