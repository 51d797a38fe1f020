import type { Finding } from '#worker/api/projects.ts'
import { finding } from '#worker/domain/project/finding-codes.ts'
import type { Known, KnownLayer } from '#worker/domain/project/findings/known.ts'

/** A Shapefile cannot be read, or has no attributes, without these. */
const needed = ['.shx', '.dbf']

/** Parts of a Shapefile that did not come along with it. */
export function findSidecars({ id: layerId, name, file }: KnownLayer, { index, survey }: Known): Finding[] {
  if (file === null || !/\.shp$/iu.test(file) || !index.has(file) || survey.more) return []
  const stem = file.slice(0, -'.shp'.length)
  const isThere = (part: string) => index.has(part) || index.alike(part) !== null
  const missing = needed.map((ending) => `${stem}${ending}`).filter((part) => !isThere(part))
  if (missing.length === 0) return []
  const params = { layer: name, file, count: missing.length, names: missing.join(', ') }
  return [finding('sidecarMissing', params, { layerId })]
}
