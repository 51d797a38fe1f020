import type { FormNames } from '#worker/domain/qgis/form-names.ts'
import type { Question } from '#worker/domain/xlsform/model.ts'
import type { Cell } from '#worker/domain/xlsform/table.ts'

/** Field-TM's `instance('…')/root/item[id=${feature}]/tag`: what the seed feature already says. */
const featureTag = /^\s*instance\([^)]*\)\/root\/item\[[^\]=]*=\s*\$\{([^}]+)\}\s*\]\/([\w:.-]+)\s*$/

const features = new Set<Question['type']>(['feature', 'geopoint', 'geotrace', 'geoshape'])

/** The attribute of the seed feature that a default or calculation asks for, and the cell that does. */
export function featureTagOf(question: Question, names: FormNames): { cell: Cell; tag: string } | null {
  for (const cell of [question.cells.calculation, question.cells.default]) {
    const [, name, tag] = featureTag.exec(cell?.text ?? '') ?? []
    if (cell === undefined || name === undefined || tag === undefined) continue
    const asked = names.question(name.trim(), question)
    if (asked !== null && features.has(asked.type)) return { cell, tag }
  }
  return null
}
