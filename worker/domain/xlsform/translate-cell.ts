import type { FormLanguage } from '#worker/api/forms.ts'
import { languageKey } from '#worker/domain/xlsform/languages.ts'
import type { Cell, TableRow } from '#worker/domain/xlsform/table.ts'

/** The cell of a translatable word in the shown language, else the nearest thing to it. */
export type Translate = (row: TableRow, key: string) => Cell | null

/** The shown language first, then the column without one, then whatever the row has. */
export function translator(language: FormLanguage | null): Translate {
  return (row, key) =>
    (language === null ? null : row.cell(key, languageKey(language.name))) ??
    row.cell(key) ??
    row.all(key)[0] ??
    null
}
