import * as z from 'zod'
import { askJson, type Asked, type Cloudy } from '#worker/cloud/request.ts'

const pageSize = 200

/**
 * The whole of a list, page by page. A list that says nothing of its length came whole: that server does not page it.
 *
 * @param idOf what an item is known by: lists have no order, so that one may come twice
 */
export async function allPages<T extends z.ZodType>(
  cloud: Cloudy,
  asked: Asked,
  shape: T,
  idOf: (item: z.output<T>) => string,
): Promise<z.output<T>[]> {
  const found = new Map<string, z.output<T>>()
  for (let offset = 0; ; offset += pageSize) {
    const query = { ...asked.query, limit: pageSize, offset }
    const { value, answer } = await askJson(cloud, { ...asked, query }, z.array(shape))
    for (const item of value) found.set(idOf(item), item)
    const total = totalOf(answer.header('x-total-count'))
    if (total === null || offset + pageSize >= total || value.length === 0) return [...found.values()]
  }
}

/** Of the header `X-Total-Count`; null without one. */
export function totalOf(header: string | null): number | null {
  return header !== null && /^\d+$/.test(header) ? Number(header) : null
}
