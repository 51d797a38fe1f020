import * as z from 'zod'
import { CloudDelta } from '#worker/api/cloud.ts'
import { Delta, DeltaMethod, DeltaSide } from '#worker/api/deltas.ts'
import { deltaMessage } from '#worker/domain/cloud/delta-message.ts'

/** A delta as the server lists it. */
export interface ListedDelta {
  uuid: string
  deltaFileId: string
  createdBy: string
  createdAt: string
  updatedAt: string
  /** In lower case, without its prefix. */
  status: string
  message: string
  /** As QField wrote it; numbers may be as only JSON can write them (`parseExactly`). */
  content: unknown
}

/** A delta of the server's, to be shown and to be sent again. */
export interface ServerDelta {
  /** Numbers are as JavaScript has them. */
  shown: CloudDelta
  /** As it came; null of what is no delta. */
  content: Delta | null
}

const text = z.string().catch('')
const Content = z.object({
  method: DeltaMethod.catch('patch'),
  localLayerId: text,
  sourceLayerId: text,
  localLayerName: text,
  old: DeltaSide.nullable().catch(null),
  new: DeltaSide.nullable().catch(null),
})

/** Takes whatever content there is: what is missing is empty, and a status that is not known is still under way. */
export function toServerDelta(listed: ListedDelta): ServerDelta {
  const { content: raw, status, message, ...rest } = listed
  const plain: unknown = JSON.parse(JSON.stringify(raw ?? {}))
  const { localLayerId, sourceLayerId, localLayerName, ...content } = Content.catch(empty).parse(plain)
  const layerId = sourceLayerId === '' ? localLayerId : sourceLayerId
  const shown = {
    ...rest,
    status: CloudDelta.shape.status.catch('busy').parse(status),
    message: deltaMessage(message),
    ...content,
    layerId,
    layerName: localLayerName === '' ? nameOf(layerId) : localLayerName,
  }
  const delta = Delta.safeParse(raw).data
  return { shown, content: delta === undefined ? null : { ...delta, uuid: listed.uuid } }
}

const empty: z.infer<typeof Content> = {
  method: 'patch',
  localLayerId: '',
  sourceLayerId: '',
  localLayerName: '',
  old: null,
  new: null,
}

/** QGIS makes ids of layers from their names. */
function nameOf(layerId: string): string {
  return layerId.replace(/_[\da-f]{8}(?:_[\da-f]{4}){3}_[\da-f]{12}$/u, '')
}

/** Oldest first; servers tell moments to the microsecond, which tells the deltas of one file apart. */
export function byArrival(one: ListedDelta, other: ListedDelta): number {
  const apart = Date.parse(one.createdAt) - Date.parse(other.createdAt)
  return apart === 0 ? fractionOf(one.createdAt) - fractionOf(other.createdAt) : apart
}

/** Of `…:12.345678Z`: 0.345678. */
function fractionOf(moment: string): number {
  return Number(/\.\d+/u.exec(moment)?.[0] ?? 0)
}
