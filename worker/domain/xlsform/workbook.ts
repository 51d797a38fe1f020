/**
 * A workbook as text, whatever file it came from: what `worker/intake` makes and the compiler reads.
 * Numbers are written as a person would see them without formatting (`1`, `2.5`), dates as ISO 8601,
 * booleans as `TRUE`/`FALSE`; empty cells are empty strings.
 */
export interface Workbook {
  /** File name without folder, for titles and messages. */
  fileName: string
  sheets: Sheet[]
  /** Lists in files of their own that stand beside the form, each called after its file. */
  companions?: Sheet[]
  /** Pictures, sounds and videos beside the form that its cells name. */
  media?: MediaFile[]
}

export interface MediaFile {
  /** As it is called on the disk, without folder. */
  name: string
  path: string
  /** Width and height in pixels; null for what is no picture, or one of a kind that is not known. */
  size: [number, number] | null
}

export interface Sheet {
  name: string
  rows: SheetRow[]
}

/** Rows without any text are left out; `number` is the spreadsheet's own, from 1. */
export interface SheetRow {
  number: number
  /** Index 0 is column A. Trailing empty cells are left out. */
  cells: string[]
}
