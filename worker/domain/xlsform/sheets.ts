import { AppError } from '#worker/api/errors.ts'
import { nowhere, type IssueList } from '#worker/domain/xlsform/issues.ts'
import type { Sheet, Workbook } from '#worker/domain/xlsform/workbook.ts'

/** The sheets that an XLSForm may have. */
export interface FormSheets {
  survey: Sheet
  choices: Sheet | null
  settings: Sheet | null
  externalChoices: Sheet | null
  entities: Sheet | null
  /** Files of choices, and sheets that stand for them, by lower-case name. */
  others: Map<string, Sheet>
}

const known = ['survey', 'choices', 'settings', 'external_choices', 'entities', 'osm']

/**
 * Finds the sheets by name, whatever its case and blanks. A workbook with one sheet has its survey there
 * (pyxform's rule); a name one or two letters off is taken where the right one is missing.
 *
 * @throws AppError form.noSurvey
 */
export function findSheets(workbook: Workbook, issues: IssueList): FormSheets {
  const byName = new Map<string, Sheet>()
  for (const sheet of workbook.sheets) {
    const name = nameOf(sheet)
    if (byName.has(name))
      issues.add('sheet.duplicate', { ...nowhere, sheet: sheet.name }, { sheet: sheet.name })
    else byName.set(name, sheet)
  }
  const find = (name: string): Sheet | null => byName.get(name) ?? misspelt(name, byName, issues)
  const survey = find('survey') ?? onlySheet(workbook, issues)
  if (survey === null) {
    const sheets = workbook.sheets.map((sheet) => sheet.name).join(', ')
    throw new AppError('form.noSurvey', { file: workbook.fileName, sheets })
  }
  const osm = byName.get('osm')
  if (osm) issues.add('sheet.ignored', { ...nowhere, sheet: osm.name }, { sheet: osm.name })
  return {
    survey,
    choices: find('choices'),
    settings: find('settings'),
    externalChoices: find('external_choices'),
    entities: byName.get('entities') ?? null,
    others: new Map([
      ...(workbook.companions ?? []).map((sheet): [string, Sheet] => [nameOf(sheet), sheet]),
      ...[...byName].filter(([name]) => !known.includes(name)),
    ]),
  }
}

function nameOf(sheet: Sheet): string {
  return sheet.name.trim().toLowerCase().replaceAll(/\s+/g, '_')
}

function onlySheet(workbook: Workbook, issues: IssueList): Sheet | null {
  const [only, second] = workbook.sheets.filter((sheet) => sheet.rows.length > 0)
  if (only === undefined || second !== undefined || known.includes(nameOf(only))) return null
  issues.add('sheet.guessed', { ...nowhere, sheet: only.name }, { sheet: only.name })
  return only
}

function misspelt(wanted: string, sheets: Map<string, Sheet>, issues: IssueList): Sheet | null {
  for (const [name, sheet] of sheets) {
    if (known.includes(name) || distance(name, wanted) > 2) continue
    issues.add('sheet.misspelt', { ...nowhere, sheet: sheet.name }, { sheet: sheet.name, wanted })
    return sheet
  }
  return null
}

/** Levenshtein's distance. */
function distance(a: string, b: string): number {
  let before = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const change = (before[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      row.push(Math.min(change, (before[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1))
    }
    before = row
  }
  return before[b.length] ?? 0
}
