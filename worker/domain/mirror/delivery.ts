/** Largest file that goes into `output_files`, bytes. */
export const largestInline = 32 * 1024 * 1024
/** Bytes of a whole jsonb object: JENTRY_OFFLENMASK in PostgreSQL's jsonb.h. */
export const largestJsonb = 268_435_455
/** Bytes of a jsonb object's own head, and of the two entry heads that a pair has in it. */
const objectHead = 16
const pairHead = 8

export interface DeliveredFile {
  /** Relative, with forward slashes. */
  name: string
  /** Bytes. */
  size: number
}

export interface Delivery {
  /** Names that go into `output_files`, the project first and then by size. */
  inline: string[]
  /** Names that stay large objects in `qgis_job_files`. */
  large: string[]
}

/**
 * Which files of a finished job Field-TM's table can hold: those at the top of the folder, up to 32 MiB each, as long
 * as jsonb takes them all. The project goes first, since without it the others are of no use; then the small ones, so
 * that as many as possible are in.
 */
export function planDelivery(files: readonly DeliveredFile[]): Delivery {
  const delivery: Delivery = { inline: [], large: [] }
  let total = objectHead
  for (const file of files.toSorted(byImportance)) {
    const weight = pairHead + bytesOf(file.name) + base64Length(file.size)
    const fits = !file.name.includes('/') && file.size <= largestInline && total + weight < largestJsonb
    if (fits) total += weight
    delivery[fits ? 'inline' : 'large'].push(file.name)
  }
  return delivery
}

/** Characters of base64 without line breaks. */
export function base64Length(size: number): number {
  return Math.ceil(size / 3) * 4
}

function byImportance(a: DeliveredFile, b: DeliveredFile): number {
  return Number(isProject(b)) - Number(isProject(a)) || a.size - b.size || (a.name < b.name ? -1 : 1)
}

function isProject(file: DeliveredFile): boolean {
  return /\.qg[sz]$/i.test(file.name)
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length
}
