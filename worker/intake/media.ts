import { readdir, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { MediaFile, Workbook } from '#worker/domain/xlsform/workbook.ts'
import { imageSize } from '#worker/intake/image-size.ts'

const endings = new Set(
  '.png .jpg .jpeg .gif .bmp .webp .svg .mp3 .m4a .aac .wav .ogg .amr .mp4 .m4v .3gp .webm .mov'.split(' '),
)

/** Files of one form; more are no questionnaire's. */
const most = 500

/**
 * Pictures, sounds and videos in these folders that a cell of the form names; the first of a name counts.
 *
 * @throws errors of the file system as they are
 */
export async function findMedia(folders: string[], workbook: Workbook, limit: number): Promise<MediaFile[]> {
  const asked = cellsOf(workbook)
  const found = new Map<string, MediaFile>()
  for (const folder of folders) {
    for (const name of await namesIn(folder)) {
      const key = name.toLowerCase()
      if (!endings.has(extname(key)) || !asked.has(key) || found.has(key) || found.size >= most) continue
      const file = join(folder, name)
      const info = await stat(file)
      if (info.isFile() && info.size <= limit)
        found.set(key, { name, path: file, size: await imageSize(file) })
    }
  }
  return [...found.values()]
}

/** A folder that is not there has none. */
async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).then(
    (names) => names.sort(),
    () => [],
  )
}

/** Names that a cell could mean: `jr://images/Tree.jpg` is `tree.jpg`. */
function cellsOf({ sheets }: Workbook): Set<string> {
  return new Set(
    sheets.flatMap((sheet) =>
      sheet.rows.flatMap((row) =>
        row.cells.map((cell) =>
          cell
            .trim()
            .replace(/^.*[/\\]/, '')
            .toLowerCase(),
        ),
      ),
    ),
  )
}
