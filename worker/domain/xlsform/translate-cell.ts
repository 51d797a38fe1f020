import type { FormLanguage } from '#worker/api/forms.ts'
import { languageKey } from '#worker/domain/xlsform/languages.ts'
import type { OtherLanguage } from '#worker/domain/xlsform/other-languages.ts'
import type { Cell, TableRow } from '#worker/domain/xlsform/table.ts'

/** The cell of a translatable word in the shown language, else the nearest thing to it, with its translations. */
export type Translate = (row: TableRow, key: string) => Cell | null

/**
 * The shown language first, then the column without one, then whatever the row has. Another language that lacks the
 * cell takes the column without a language, else it shows what the first one shows.
 */
export function translator(language: FormLanguage | null, others: OtherLanguage[]): Translate {
  const own = language === null ? null : languageKey(language.name)
  const keys = others.map(({ code, name }) => ({ code, key: name === 'default' ? null : languageKey(name) }))
  return (row, key) => {
    const plain = row.cell(key)
    const cell = (own === null ? null : row.cell(key, own)) ?? plain ?? row.all(key)[0] ?? null
    if (cell === null || keys.length === 0) return cell
    const words = keys.flatMap(({ code, key: other }): [string, string][] => {
      const text = ((other === null ? null : row.cell(key, other)) ?? plain)?.text
      return text === undefined || text === cell.text ? [] : [[code, text]]
    })
    return words.length === 0 ? cell : { ...cell, others: new Map(words) }
  }
}
