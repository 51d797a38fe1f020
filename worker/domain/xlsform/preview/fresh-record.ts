import type { SampleRecord } from '#worker/api/preview.ts'
import type { FormLayer } from '#worker/domain/xlsform/model.ts'
import { keyOf, type PreparedForm } from '#worker/domain/xlsform/preview/prepare.ts'
import { FormRecord } from '#worker/domain/xlsform/preview/record.ts'
import type { Outside } from '#worker/domain/xpath/evaluate/sight.ts'
import { toText } from '#worker/domain/xpath/evaluate/value.ts'

/**
 * A new record with the form's defaults in it, in the order of the form, so that a default can read an earlier one.
 * A new record of a repeat sees no answers of the form around it.
 */
export function freshRecord(prepared: PreparedForm, outside: Outside, layer: FormLayer): SampleRecord {
  const sample: SampleRecord = { answers: {}, repeats: {} }
  for (const question of layer.questions) {
    if (!question.cells.default || question.cells.calculation) continue
    const rule = prepared.rule(question, 'default')
    if (rule?.kind === 'literal') {
      sample.answers[keyOf(question)] = rule.text
      continue
    }
    const record = new FormRecord(prepared, sample, outside, { layer, parent: null, position: 1 })
    record.settle()
    const value = record.evaluate(question, 'default')
    if (value !== null) sample.answers[keyOf(question)] = toText(value)
  }
  return sample
}
