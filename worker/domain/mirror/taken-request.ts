import * as z from 'zod'
import { Extent } from '#worker/api/sources.ts'

/** What somebody who asks for a project may say beside the row in qgis_jobs; whatever is not usable counts as unsaid. */
export interface TakenRequest {
  title?: string | undefined
  language?: string | undefined
  extent?: Extent | undefined
  openInEditMode?: boolean | undefined
}

const text = z.string().trim().min(1).max(200).optional().catch(undefined)
const Wanted = z.object({
  title: text,
  language: text,
  extent: z
    .union([Extent, z.string().transform(extentOf).pipe(Extent)])
    .optional()
    .catch(undefined),
  openInEditMode: z.boolean().optional().catch(undefined),
})

/** Reads the `request` of a row in qgis_jobs_ext. */
export function readTakenRequest(raw: unknown): TakenRequest {
  return Wanted.catch({}).parse(raw ?? {})
}

/** `xmin,ymin,xmax,ymax` as numbers; whether they are an extent is for the caller to say. */
export function extentOf(words: string): number[] {
  return words.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)))
}
