import { existsSync, readdirSync } from 'node:fs'
import type { Surroundings } from '#worker/qgis/candidates.ts'
import type { LaunchPlace } from '#worker/qgis/launch.ts'

/** This computer, as the candidate list sees it. */
export function thisComputer(): Surroundings {
  return { platform: process.platform, env: process.env, list: namesIn }
}

/** This computer, as a launch sees it. */
export function placeFor(resourcesDir: string, scratch: string): LaunchPlace {
  const utf8Locale = ['C.utf8', 'C.UTF-8'].some((name) => existsSync(`/usr/lib/locale/${name}`))
  return { platform: process.platform, env: process.env, utf8Locale, resourcesDir, scratch }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    // No such folder, or none of our business: there is no QGIS for us in it.
    return []
  }
}
