import type { FormLanguage } from '#worker/api/forms.ts'
import { languageKey } from '#worker/domain/xlsform/languages.ts'
import type { Table } from '#worker/domain/xlsform/table.ts'

const words = ['label', 'hint', 'guidance_hint', 'constraint_message', 'required_message']

/** How many cells each language lacks while another language has them, over the sheets with words. */
export function countMissing(tables: Table[], languages: FormLanguage[]): Map<string, number> {
  const keys = languages.map(({ name }) => ({ name, key: name === 'default' ? null : languageKey(name) }))
  const missing = new Map(languages.map(({ name }) => [name, 0]))
  if (languages.length < 2) return missing
  for (const table of tables) {
    const own = words.filter((word) => table.keys.has(word))
    for (const row of table.rows) {
      for (const word of own) {
        const lacking = keys.filter(({ key }) => row.cell(word, key) === null)
        if (lacking.length === keys.length) continue
        for (const { name } of lacking) missing.set(name, (missing.get(name) ?? 0) + 1)
      }
    }
  }
  return missing
}
