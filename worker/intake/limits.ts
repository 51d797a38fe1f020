/** What a form's file may be. Anything past these is refused before it is parsed. */
export interface WorkbookLimits {
  /** Bytes of the file, or of all .csv files of a folder together. */
  fileBytes: number
  /** Bytes of one file that a form asks for by name. */
  companionBytes: number
  /** Bytes of one picture, sound or video that a form shows. */
  mediaBytes: number
  /** Bytes of a zipped workbook once unpacked, all parts together. */
  inflatedBytes: number
  /** Unpacked bytes a packed byte; only asked once a part is larger than `ratioFromBytes`. */
  ratio: number
  ratioFromBytes: number
  /** Parts of a zipped workbook. */
  entries: number
  /** Rows read from one sheet; the rest is left out. */
  rows: number
  /** Cells that an .ods' repeat counts may stand for. */
  repeatedCells: number
  /** Columns read from one sheet, and characters from one cell (both are Excel's own limits). */
  columns: number
  cellCharacters: number
}

const MiB = 1024 * 1024

export const workbookLimits: WorkbookLimits = {
  fileBytes: 50 * MiB,
  companionBytes: 10 * MiB,
  mediaBytes: 50 * MiB,
  inflatedBytes: 64 * MiB,
  ratio: 200,
  ratioFromBytes: 10 * MiB,
  entries: 5000,
  rows: 100_000,
  repeatedCells: 2_000_000,
  columns: 16_384,
  cellCharacters: 32_767,
}

/** Bytes as a person reads them in an error: whole megabytes, at least 1. */
export function megabytes(bytes: number): number {
  return Math.max(1, Math.round(bytes / MiB))
}
