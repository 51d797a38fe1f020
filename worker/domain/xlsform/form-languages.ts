import type { FormLanguage } from '#worker/api/forms.ts'
import { AppError } from '#worker/api/errors.ts'
import type { IssueList } from '#worker/domain/xlsform/issues.ts'
import { languageKey, matchLanguage, parseLanguage } from '#worker/domain/xlsform/languages.ts'
import type { Cell, Table } from '#worker/domain/xlsform/table.ts'

export interface FormLanguages {
  languages: FormLanguage[]
  /** The one shown; null for columns without a language. */
  chosen: FormLanguage | null
}

/**
 * The languages that the labels are written in, and the one to show: the one asked for, else the form's
 * `default_language`, else the columns without a language, else the first.
 *
 * @throws AppError form.languageUnknown
 */
export function chooseLanguage(
  survey: Table,
  settings: Record<string, Cell>,
  wanted: string | undefined,
  issues: IssueList,
): FormLanguages {
  const headers = survey.languagesOf('label').concat(survey.languagesOf('hint'))
  const named = headers.filter((text) => text !== null)
  const byKey = new Map<string, FormLanguage>()
  for (const text of named)
    if (!byKey.has(languageKey(text))) byKey.set(languageKey(text), parseLanguage(text))
  const known = [...byKey.values()]
  const setting = settings['default_language']
  const match = setting ? matchLanguage(setting.text, known) : null
  // Columns without a language are in the form's default language, where no other columns are.
  const code = setting && match === null ? parseLanguage(setting.text).code : null
  const plain: FormLanguage = { name: 'default', code }
  const hasPlain = headers.includes(null) && survey.rows.some((row) => row.cell('label') !== null)
  const languages = hasPlain ? [plain, ...known] : known

  if (wanted !== undefined) {
    if (languageKey(wanted) === plain.name && hasPlain) return { languages, chosen: null }
    const asked = matchLanguage(wanted, known)
    if (asked) return { languages, chosen: asked }
    const names = languages.map((language) => language.name).join(', ')
    throw new AppError('form.languageUnknown', { language: wanted, languages: names })
  }
  if (match) return { languages, chosen: match }
  if (setting && known.length > 0 && !hasPlain) {
    issues.add('settings.defaultLanguage', setting, { language: setting.text, taken: known[0]?.name ?? '' })
  }
  return { languages, chosen: hasPlain ? null : (known[0] ?? null) }
}
