import type { Finding } from '#worker/api/projects.ts'
import { findingOfAll } from '#worker/domain/project/finding-codes.ts'
import type { Known } from '#worker/domain/project/findings/known.ts'
import { placeOf } from '#worker/domain/project/path.ts'

/** Photos and the like that features name and that are not there, and pictures that lie outside the folder. */
export function findAttachments({ survey, opened, layers, index }: Known): Finding[] {
  if (opened === null) return []
  const isThere = (file: string) => {
    const { inside } = placeOf(file, survey.folder)
    return inside !== null && (index.has(inside) || index.alike(inside) !== null)
  }
  const missing = opened.attachments.flatMap(({ layerId, field, files }) => {
    const layer = layers.find(({ id }) => id === layerId)
    const gone = files.filter((file) => !isAddress(file) && !isThere(file))
    return layer === undefined || survey.more
      ? []
      : findingOfAll('attachmentsMissing', gone, { layer: layer.name, field }).map((each) => ({
          ...each,
          layerId,
        }))
  })
  const outside = opened.images.filter(
    (image) => !isAddress(image) && placeOf(image, survey.folder).inside === null,
  )
  return [...missing, ...findingOfAll('imagesOutside', outside)]
}

function isAddress(value: string): boolean {
  return /^(?:[a-z][a-z0-9+.-]+:\/\/|data:|base64:)/iu.test(value)
}
