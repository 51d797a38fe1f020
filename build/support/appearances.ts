import { differences } from '#build/support/describe.ts'
import { lossOf } from '#build/support/loss.ts'
import { code, table } from '#build/support/markdown.ts'
import { sampleOf } from '#build/support/sample.ts'
import {
  arrangedAppearances,
  drawnAppearances,
  foreignAppearances,
  keptAppearances,
  type AppearanceOf,
} from '#worker/domain/xlsform/appearances.ts'
import type { Words } from '#worker/words/words.ts'

/** Appearances that take something, as they are written. */
const calls: Record<string, AppearanceOf> = { "search('walls')": 'select_one', 'ex:org.example.app': 'text' }

/** Every appearance that the compiler knows, with what it changes in the project. */
export function appearanceTable(words: Words): string {
  const all = Object.entries({
    ...keptAppearances,
    ...arrangedAppearances,
    ...drawnAppearances,
    ...foreignAppearances,
    ...calls,
  })
  const rows = all.map(([appearance, type]) => {
    const word = appearance.replaceAll('N', '2')
    const [before, after] = [sampleWith(type, ''), sampleWith(type, word)]
    const changed = differences(before, after)
    const [level, said] = lossOf(after.issues, words)
    const effect =
      changed.length > 0
        ? changed.join(', ')
        : level === 'full'
          ? 'nothing: QField has its own way'
          : 'nothing'
    return [code(appearance), code(type), effect, level, said]
  })
  return table(['Appearance', 'Tried with', 'Changes', 'Loss', 'What is said'], rows)
}

function sampleWith(type: AppearanceOf, appearance: string) {
  const inner = { type: 'text', name: 'inner', label: 'Inner' }
  if (type === 'group') {
    const group = { type: 'begin group', name: 'q', label: 'Q', appearance }
    return sampleOf([group, inner, { type: 'end group' }])
  }
  const list = type.startsWith('select') ? ' walls' : ''
  return sampleOf([{ type: `${type}${list}`, name: 'q', label: 'Q', appearance }, inner])
}
