import { differences } from '#build/support/describe.ts'
import { lossOf } from '#build/support/loss.ts'
import { code, table } from '#build/support/markdown.ts'
import { sampleOf, type SampleRow } from '#build/support/sample.ts'
import { settingWords } from '#worker/domain/xlsform/headers.ts'
import { foreignSettings } from '#worker/domain/xlsform/settings.ts'
import type { Words } from '#worker/words/words.ts'

const examples: Record<string, string> = {
  version: '7',
  default_language: 'French (fr)',
  instance_name: '${q}',
  style: 'pages',
}

/** Every setting that the compiler knows, with what it changes. */
export function settingTable(words: Words): string {
  const rows = [...settingWords.known, 'allow_choice_duplicates', ...foreignSettings].map((setting) => {
    const value = examples[setting] ?? 'yes'
    const changed = differences(sampleWith({}), sampleWith({ [setting]: value }))
    const [level, said] = lossOf(sampleWith({ [setting]: value }).issues, words)
    const also = [...settingWords.aliases].flatMap(([alias, key]) => (key === setting ? [code(alias)] : []))
    return [
      code(setting),
      also.join(', '),
      changed.join(', ') || (level === 'full' ? 'nothing: QField has its own way' : 'nothing'),
      level,
      said,
    ]
  })
  return table(['Setting', 'Also written', 'Changes', 'Loss', 'What is said'], rows)
}

function sampleWith(settings: SampleRow) {
  const labels = { 'label::English (en)': 'Q', 'label::French (fr)': 'Q', label: 'Q' }
  return sampleOf([{ type: 'text', name: 'q', ...labels }], settings)
}
