import type { Written } from '#worker/domain/xlsform/check-references.ts'
import { parseYesNo } from '#worker/domain/xlsform/parameters.ts'
import { parseType } from '#worker/domain/xlsform/question-types.ts'
import type { Cell, Table, TableRow } from '#worker/domain/xlsform/table.ts'

/** The tables of a form whose cells may hold `${name}`. */
export interface WrittenTables {
  survey: Table
  choices: Table[]
  settings: Record<string, Cell>
  entities: Table | null
}

const unread = new Set(['type', 'name', 'save_to', 'disabled'])
const shownKeys = new Set(['constraint_message', 'required_message', 'image', 'big-image', 'audio', 'video'])
const choiceKeys = ['label', 'image', 'big-image', 'audio', 'video']
const entityKeys = ['entity_id', 'create_if', 'update_if', 'label']

/** Every cell of a form that may hold `${name}`, in all languages. */
export function writtenCells({ survey, choices, settings, entities }: WrittenTables): Written[] {
  const asked = survey.rows
    .filter(isUsed)
    .flatMap((row) =>
      [...survey.keys]
        .filter((key) => !unread.has(key))
        .flatMap((key) => row.all(key).map((cell): Written => ({ cell, use: useOf(key) }))),
    )
  const offered = choices.flatMap(({ rows }) =>
    rows.flatMap((row) => choiceKeys.flatMap((key) => row.all(key))),
  )
  const set = Object.entries(settings).filter(([key]) => key !== 'instance_name')
  const kept = entities?.rows.flatMap((row) => entityKeys.flatMap((key) => row.cell(key) ?? [])) ?? []
  return [
    ...asked,
    ...offered.map((cell): Written => ({ cell, use: 'shown' })),
    ...set.map(([key, cell]): Written => ({ cell, use: key === 'form_title' ? 'shown' : 'kept' })),
    ...(settings['instance_name'] ? [{ cell: settings['instance_name'], use: 'live' as const }] : []),
    ...kept.map((cell): Written => ({ cell, use: 'kept' })),
  ]
}

/** How often each name of the survey stands there: what `${name}` can mean. */
export function countNames(survey: Table, others: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>()
  for (const row of survey.rows.filter(isUsed)) {
    const [type, name] = [row.cell('type'), row.cell('name')]
    if (type === null || name === null || parseType(type.text).kind === 'end') continue
    counts.set(name.text, (counts.get(name.text) ?? 0) + 1)
  }
  for (const name of others) if (!counts.has(name)) counts.set(name, 1)
  return counts
}

function isUsed(row: TableRow): boolean {
  return parseYesNo(row.cell('disabled')?.text ?? '') !== true
}

function useOf(key: string): Written['use'] {
  if (key === 'trigger') return 'trigger'
  if (key === 'parameters' || key === 'appearance') return 'kept'
  return shownKeys.has(key) ? 'shown' : 'live'
}
