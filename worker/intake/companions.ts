import { readdir, stat } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import type { Workbook } from '#worker/domain/xlsform/workbook.ts'

const endings = new Set(['.csv', '.geojson', '.xml'])

/** Whether a form may ask for a file of that name at all. */
export function isCompanion(name: string): boolean {
  return endings.has(extname(name).toLowerCase())
}

/** Companions of one form; more are no questionnaire's. */
const most = 100

/**
 * Files of a form's folder that it asks for by name: `towns.csv` anywhere in it, `'towns'` in an expression, or `towns` as
 * the name of a csv-external or xml-external question. Files called `features` are the map's features, not a list.
 *
 * @throws errors of the file system as they are
 */
export async function findCompanions(folder: string, workbook: Workbook, limit: number): Promise<string[]> {
  const asked = mentions(workbook)
  const found: string[] = []
  for (const name of (await readdir(folder)).sort()) {
    const ending = extname(name)
    const stem = basename(name, ending).toLowerCase()
    if (!isCompanion(name) || stem === 'features' || name === workbook.fileName) continue
    if (!asked(stem, ending.toLowerCase())) continue
    const info = await stat(join(folder, name))
    if (info.isFile() && info.size <= limit && found.length < most) found.push(join(folder, name))
  }
  return found
}

function mentions({ sheets }: Workbook): (stem: string, ending: string) => boolean {
  const cells = sheets.flatMap((sheet) =>
    sheet.rows.flatMap((row) => row.cells.map((cell) => cell.toLowerCase())),
  )
  const expressions = cells.filter((cell) => cell.includes('(') || cell.includes('.'))
  const text = expressions.join('\n').replaceAll(/[‘’“”"]/g, "'")
  const external = new Set(
    sheets.flatMap((sheet) =>
      sheet.rows
        .filter((row) => row.cells.some((cell) => /^(csv|xml)-external$/i.test(cell.trim())))
        .flatMap((row) => row.cells.map((cell) => cell.toLowerCase())),
    ),
  )
  return (stem, ending) => external.has(stem) || text.includes(`'${stem}'`) || names(text, `${stem}${ending}`)
}

/** Whether the name stands there whole: `old_towns.csv` does not name `towns.csv`. */
function names(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const before = text[at - 1] ?? ' '
    const after = text[at + name.length] ?? ' '
    if (!/[\w-]/.test(before) && !/\w/.test(after)) return true
  }
  return false
}
