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
