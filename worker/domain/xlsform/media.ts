import { slugOf } from '#worker/domain/qgis/slug.ts'
import type { Cells } from '#worker/domain/xlsform/model.ts'
import type { MediaFile } from '#worker/domain/xlsform/workbook.ts'

/** Folder of the project for the form's own pictures, sounds and videos. */
export const mediaFolder = 'media'

/** A file as it lies in the project: `target` is its path there, in ASCII. */
export interface KeptMedia extends MediaFile {
  target: string
}

/** By the name that cells give it. */
export type MediaFiles = ReadonlyMap<string, KeptMedia>

/** Columns with the names of files, in the order in which they are shown. */
export const mediaKeys = ['image', 'big-image', 'video', 'audio'] as const satisfies (keyof Cells)[]

/** The files beside a form, each with a name of its own in the project. */
export function keepMedia(files: readonly MediaFile[]): MediaFiles {
  const targets = new Set<string>()
  const kept = new Map<string, KeptMedia>()
  for (const file of files) {
    const dot = file.name.lastIndexOf('.')
    const [stem, ending] = [slugOf(file.name.slice(0, dot)), file.name.slice(dot).toLowerCase()]
    let target = `${mediaFolder}/${stem}${ending}`
    for (let number = 2; targets.has(target.toLowerCase()); number += 1)
      target = `${mediaFolder}/${stem}_${number}${ending}`
    targets.add(target.toLowerCase())
    kept.set(nameOf(file.name), { ...file, target })
  }
  return kept
}

/** The file that a cell names; null when it is not beside the form. */
export function mediaOf(files: MediaFiles, cell: string): KeptMedia | null {
  return files.get(nameOf(cell)) ?? null
}

/** `jr://images/Tree.jpg` is `tree.jpg`. */
function nameOf(text: string): string {
  return text
    .trim()
    .replace(/^.*[/\\]/, '')
    .toLowerCase()
}
