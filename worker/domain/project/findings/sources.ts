import type { Finding } from '#worker/api/projects.ts'
import { finding } from '#worker/domain/project/finding-codes.ts'
import type { Known, KnownLayer } from '#worker/domain/project/findings/known.ts'
import { isGeodata } from '#worker/domain/project/geodata.ts'
import { isBelow } from '#worker/domain/project/is-below.ts'
import { placeOf } from '#worker/domain/project/path.ts'

/**
 * What is wrong with the file that a layer reads: not there, there under another name, or where no tablet sees it.
 * Empty for a layer without a file, and where the file is as it should be.
 */
export function findSource(layer: KnownLayer, known: Known): Finding[] {
  const { id: layerId, name, isLocalized } = layer
  if (layer.file === null || isInternal(layer.file) || (layer.isOnline && !isLocalized)) return []
  if (isLocalized) return [finding('localized', { layer: name, file: layer.file }, { layerId })]
  const place = placeOf(layer.file, known.survey.folder)
  if (place.inside === null) return findOutside(layer, place.path, known)
  if (place.isAbsolute) return findAbsolute(layer, place.path, place.inside, known)
  return findInside(layer, place.inside, known)
}

/** What QGIS has in itself, or in the project's archive. */
function isInternal(file: string): boolean {
  return /^(?:inbuilt|attachment):/u.test(file)
}

function findInside(layer: KnownLayer, file: string, known: Known): Finding[] {
  const { id: layerId, name } = layer
  const dir = known.file.attachmentDirs.find((each) => isBelow(file, each))
  if (dir !== undefined && known.index.has(file))
    return [finding('fileInAttachments', { layer: name, file, folder: dir }, { layerId })]
  if (known.index.has(file)) return []
  const alike = known.index.alike(file)
  if (alike !== null)
    return [
      finding('fileOtherCase', { layer: name, file, found: alike }, { layerId, fix: reads(layerId, alike) }),
    ]
  // Behind a link, or past the survey's limit, it may be there all the same.
  if (layer.isValid || known.survey.more) return []
  return [elsewhere(layer, file, known) ?? missing(layer, file)]
}

function findAbsolute(layer: KnownLayer, path: string, inside: string, known: Known): Finding[] {
  const found = known.index.has(inside) ? inside : known.index.alike(inside)
  if (found === null) return [elsewhere(layer, path, known) ?? missing(layer, path)]
  const { id: layerId, name } = layer
  return [
    finding('fileAbsolute', { layer: name, file: path, found }, { layerId, fix: reads(layerId, found) }),
  ]
}

function findOutside(layer: KnownLayer, path: string, known: Known): Finding[] {
  const { id: layerId, name } = layer
  const file = layer.file ?? path
  const isThere = known.outside === undefined || known.outside.has(file)
  const found = elsewhere(layer, path, known)
  if (found !== null && !(isThere && found.fix === null)) return [found]
  if (!isThere)
    return [finding('fileOutsideMissing', { layer: name, file: path }, { layerId, fix: drops(layerId) })]
  const fix = isGeodata(path) ? { kind: 'collect' as const, layerId, file } : null
  return [finding('fileOutside', { layer: name, file: path }, { layerId, fix })]
}

/** A file of that name in another folder of the project; null without one. */
function elsewhere({ id: layerId, name }: KnownLayer, file: string, { index }: Known): Finding | null {
  const { best, all } = index.candidates(file)
  const [found] = best
  if (found === undefined) return null
  const params = { layer: name, file, found, count: all.length, names: all.slice(0, 5).join(', ') }
  return best.length === 1
    ? finding('fileElsewhere', params, { layerId, fix: reads(layerId, found) })
    : finding('fileSeveral', params, { layerId })
}

function missing({ id: layerId, name }: KnownLayer, file: string): Finding {
  return finding('fileMissing', { layer: name, file }, { layerId, fix: drops(layerId) })
}

function reads(layerId: string, file: string): Finding['fix'] {
  return { kind: 'source', layerId, file }
}

function drops(layerId: string): Finding['fix'] {
  return { kind: 'remove', layerId, file: '' }
}
