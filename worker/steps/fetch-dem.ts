import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '#worker/api/errors.ts'
import type { Issue } from '#worker/api/issues.ts'
import { demFile } from '#worker/domain/drone/plan-drone.ts'
import { reportDem } from '#worker/domain/drone/report-dem.ts'
import type { Ask } from '#worker/steps/asker.ts'
import { kindOf } from '#worker/steps/kind-of.ts'
import type { DownloadPort, Reporter } from '#worker/steps/ports.ts'

/** Bytes of the largest DEM. */
const limit = 1024 * 1024 * 1024
/** Milliseconds that a download may take altogether: somebody waits for the zip. */
const longest = 90_000

export interface DemInput {
  /** Undefined: none is wanted. */
  url: string | undefined
  folder: string
  download: DownloadPort
  ask: Ask
  signal: AbortSignal
  report: Reporter
}

/** The file of heights, where it can be had; else what was wrong, which keeps no project from being made. */
export async function fetchDem(input: DemInput): Promise<{ files: string[]; issues: Issue[] }> {
  const { url, folder } = input
  if (url === undefined) return { files: [], issues: [] }
  const target = join(folder, demFile)
  const trouble = (await fetched(url, target, input)) ?? (await checked(target, input))
  if (trouble === null) return { files: [demFile], issues: [] }
  await rm(target, { force: true })
  return { files: [], issues: reportDem(trouble, url) }
}

async function fetched(url: string, target: string, { download, signal, report }: DemInput) {
  try {
    await download(url, target, {
      limit,
      signal: AbortSignal.any([signal, AbortSignal.timeout(longest)]),
      onProgress: (value) => report.progress(value),
    })
    return null
  } catch (thrown) {
    signal.throwIfAborted()
    if (thrown instanceof AppError && thrown.code.startsWith('output.')) throw thrown
    report.log('warning', `no DEM: ${String(thrown)}`)
    return 'dem.missing'
  }
}

/** A page that says "not found" comes with 200 from some servers. */
async function checked(target: string, { ask }: DemInput) {
  if ((await kindOf(target)) !== 'tiff') return 'dem.unreadable'
  try {
    const { crs } = await ask('raster', { path: target })
    return crs === '' ? 'dem.unreadable' : null
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'basemap.unreadable') return 'dem.unreadable'
    throw thrown
  }
}
