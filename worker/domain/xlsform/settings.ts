import { settingWords } from '#worker/domain/xlsform/headers.ts'
import { nowhere, type IssueList } from '#worker/domain/xlsform/issues.ts'
import { isOdkName } from '#worker/domain/xlsform/odk-name.ts'
import { parseYesNo } from '#worker/domain/xlsform/parameters.ts'
import { readTable, type Cell, type Table } from '#worker/domain/xlsform/table.ts'
import type { Sheet } from '#worker/domain/xlsform/workbook.ts'

/** Settings that mean nothing to QField, named once. */
export const foreignSettings = new Set(
  (
    'public_key submission_url auto_delete auto_submit omit_instanceid name prefix ' +
    'delimiter namespaces client_editable add_none_option clean_text_values attribute sms_keyword ' +
    'sms_separator sms_allow_media sms_date_format sms_datetime_format sms_response'
  ).split(' '),
)

const inSurvey = new Map([
  ['set_form_title', 'form_title'],
  ['form_title', 'form_title'],
  ['set_form_id', 'form_id'],
  ['form_id', 'form_id'],
])

/** Whether a type is the old way to write a setting into the survey sheet. */
export function isSetting(type: string): boolean {
  return inSurvey.has(settingWord(type))
}

/** Settings that old forms hold in their survey sheet: the row's name is the value. */
export function surveySettings(survey: Table): Record<string, Cell> {
  return Object.fromEntries(
    survey.rows.flatMap((row): [string, Cell][] => {
      const key = inSurvey.get(settingWord(row.cell('type')?.text ?? ''))
      const cell = row.cell('name')
      return key === undefined || cell === null ? [] : [[key, cell]]
    }),
  )
}

/** The word of such a type, as ODK writes it. */
export function settingWord(type: string): string {
  return type.trim().replaceAll(/\s+/g, '_').toLowerCase()
}

/** The first row under the headers of the settings sheet, by pyxform's words in lower case. */
export function readSettings(sheet: Sheet | null, issues: IssueList): Record<string, Cell> {
  if (sheet === null) return {}
  const table = readTable(sheet, settingWords, [], issues)
  const [row] = table.rows
  if (row === undefined) return {}
  const cells = [...table.keys].flatMap((key): [string, Cell][] => {
    const cell = row.cell(key)
    return cell === null ? [] : [[key.toLowerCase(), cell]]
  })
  const foreign = [
    ...cells.map(([key]) => key).filter((key) => foreignSettings.has(key.replace(/::.*$/, ''))),
    ...cells.flatMap(([key, { text }]) => (key === 'style' ? foreignStyles(text) : [])),
  ]
  if (foreign.length > 0) {
    const place = { ...nowhere, sheet: sheet.name, row: row.number }
    issues.add('settings.ignored', place, { settings: foreign.join(', ') })
  }
  const settings: Record<string, Cell> = Object.fromEntries(cells)
  checkSettings(settings, issues)
  return settings
}

/** QField shows pages anyway, and has one look. */
function foreignStyles(style: string): string[] {
  return style.split(/\s+/).filter((word) => word !== '' && word.toLowerCase() !== 'pages')
}

/** How ODK writes yes. */
const odkYes = /^(?:yes|Yes|YES|true|True|TRUE|true\(\))$/

/** What ODK refuses of settings that mean nothing here. */
function checkSettings(settings: Record<string, Cell>, issues: IssueList): void {
  const { name, omit_instanceid: omitted, public_key: key } = settings
  const duplicates = settings['allow_choice_duplicates']
  if (duplicates && parseYesNo(duplicates.text) === true && !odkYes.test(duplicates.text))
    issues.add('settings.yes', duplicates, { value: duplicates.text })
  if (name && !isOdkName(name.text)) issues.add('name.invalid', name, { name: name.text })
  if (key && omitted && parseYesNo(omitted.text) === true) issues.add('settings.encryption', omitted)
}
