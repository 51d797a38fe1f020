import {
  cellKeys,
  translatedKeys,
  type Cells,
  type ChoiceList,
  type Question,
} from '#worker/domain/xlsform/model.ts'
import { parseParameters } from '#worker/domain/xlsform/parameters.ts'
import type { QuestionType } from '#worker/domain/xlsform/question-types.ts'
import type { TableRow } from '#worker/domain/xlsform/table.ts'
import type { Translate } from '#worker/domain/xlsform/translate-cell.ts'

/** The cells of a row that the model keeps, words in the shown language. */
export function cellsOf(row: TableRow, translate: Translate): Cells {
  const cells: Cells = {}
  for (const key of cellKeys) {
    const cell = translatedKeys.has(key) ? translate(row, key) : row.cell(key)
    if (cell !== null) cells[key] = cell
  }
  return cells
}

/** A question from its row's cells. */
export function questionOf(
  row: { sheet: string; number: number },
  cells: Cells,
  is: { name: string; type: QuestionType; list: ChoiceList | null },
): Question {
  return {
    kind: 'question',
    sheet: row.sheet,
    row: row.number,
    ...is,
    column: null,
    label: cells.label?.text ?? '',
    hint: cells.hint?.text ?? '',
    guidance: cells.guidance_hint?.text ?? '',
    constraintMessage: cells.constraint_message?.text ?? '',
    requiredMessage: cells.required_message?.text ?? '',
    cells,
    appearance: appearanceOf(cells),
    parameters: parseParameters(cells.parameters?.text ?? ''),
    groups: [],
  }
}

export function appearanceOf(cells: Cells): string[] {
  const text = cells.appearance?.text.toLowerCase() ?? ''
  return text.split(/\s+/).filter((word) => word !== '')
}
