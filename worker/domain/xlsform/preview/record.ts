import type { SampleRecord } from '#worker/api/preview.ts'
import type { ExpressionProblem } from '#worker/domain/qgis/scope.ts'
import { keyOf, type Parsed, type PreparedForm, type Rule } from '#worker/domain/xlsform/preview/prepare.ts'
import { sightFrom } from '#worker/domain/xlsform/preview/sight.ts'
import type { ColumnType, FormLayer, FormNode, Question } from '#worker/domain/xlsform/model.ts'
import { evaluateXPath } from '#worker/domain/xpath/evaluate/evaluate.ts'
import type { Outside, Row } from '#worker/domain/xpath/evaluate/sight.ts'
import {
  isDated,
  isEmpty,
  toBoolean,
  toDay,
  toMoment,
  toNumber,
  toText,
} from '#worker/domain/xpath/evaluate/value.ts'
import type { Value } from '#worker/domain/xpath/evaluate/value.ts'

/** One record of the survey or of a repeat, with the records of its own repeats; values are computed once. */
export class FormRecord {
  readonly prepared: PreparedForm
  readonly layer: FormLayer
  readonly parent: FormRecord | null
  /** Place in its repeat, from 1. */
  readonly position: number
  readonly outside: Outside
  readonly children: ReadonlyMap<FormLayer, FormRecord[]>
  readonly #answers: Record<string, string>
  readonly #values = new Map<Question, Value>()
  readonly #shown = new Map<FormNode, boolean>()
  readonly #problems = new Map<FormNode, ExpressionProblem[]>()

  constructor(
    prepared: PreparedForm,
    sample: SampleRecord,
    outside: Outside,
    place: { layer: FormLayer; parent: FormRecord | null; position: number },
  ) {
    this.prepared = prepared
    this.outside = outside
    this.layer = place.layer
    this.parent = place.parent
    this.position = place.position
    this.#answers = sample.answers
    this.children = new Map(
      prepared.form.layers.flatMap((layer): [FormLayer, FormRecord[]][] => {
        if (layer.repeat === null || layer.parent !== place.layer) return []
        const samples = sample.repeats[keyOf(layer.repeat)] ?? []
        return [
          [
            layer,
            samples.map(
              (one, at) => new FormRecord(prepared, one, outside, { layer, parent: this, position: at + 1 }),
            ),
          ],
        ]
      }),
    )
  }

  /** Computes all values in the order of their dependence: chains of thousands then need no deep stack. */
  settle(): void {
    for (const records of this.children.values()) for (const record of records) record.settle()
    for (const question of this.prepared.orderOf.get(this.layer) ?? []) this.value(question)
  }

  /** The value of a question of this record's layer: what it computes, else its answer; empty while it is not relevant. */
  value(question: Question): Value {
    const known = this.#values.get(question)
    if (known !== undefined) return known
    // A ring of calculations reads its own beginning as empty.
    this.#values.set(question, '')
    const value = this.relevant(question) ? fit(this.#raw(question), question, this.#typeOf(question)) : ''
    this.#values.set(question, value)
    return value
  }

  /** Whether a node and the groups around it, inside this layer, are relevant. */
  relevant(node: FormNode): boolean {
    const known = this.#shown.get(node)
    if (known !== undefined) return known
    this.#shown.set(node, true)
    const around = node.groups.at(-1)
    const inside = around === undefined || around === this.layer.repeat || this.relevant(around)
    const shown = inside && this.truth(node, 'relevant', true)
    this.#shown.set(node, shown)
    return shown
  }

  /** A rule as a truth value; `otherwise` where there is none, or none that can be evaluated. */
  truth(node: FormNode, rule: Rule, otherwise: boolean, columns: Row | null = null): boolean {
    const value = this.evaluate(node, rule, columns)
    return value === null ? otherwise : toBoolean(value)
  }

  /** A rule's value; null where there is none, or none that can be evaluated. */
  evaluate(node: FormNode, rule: Rule, columns: Row | null = null): Value | null {
    return this.compute(node, this.prepared.rule(node, rule), columns)
  }

  /** The same for any parsed text that belongs to the node. */
  compute(node: FormNode, parsed: Parsed | null, columns: Row | null = null): Value | null {
    if (parsed === null) return null
    if (parsed.kind === 'literal') return parsed.text
    const result =
      parsed.kind === 'broken'
        ? { ok: false as const, problem: parsed.problem }
        : evaluateXPath(parsed.ast, sightFrom(this, node, columns))
    if (result.ok) return result.value
    this.#problems.set(node, [...this.problemsOf(node), result.problem])
    return null
  }

  problemsOf(node: FormNode): ExpressionProblem[] {
    return this.#problems.get(node) ?? []
  }

  /** The answer as given, whether relevant or not: what `.` and once() see. */
  given(question: Question): Value {
    return fit(this.#answers[keyOf(question)] ?? '', question, this.#typeOf(question))
  }

  #raw(question: Question): Value {
    if (question.cells.calculation) return this.evaluate(question, 'calculation') ?? ''
    const answer = this.#answers[keyOf(question)]
    if (answer !== undefined) return answer
    const clock = question.type === 'start' || question.type === 'end' || question.type === 'today'
    return clock ? this.outside.now : ''
  }

  #typeOf(question: Question): ColumnType {
    return this.prepared.form.translated.types.get(question) ?? 'text'
  }
}

/** A value as the question's column keeps it. */
function fit(value: Value, question: Question, type: ColumnType): Value {
  if (isEmpty(value)) return ''
  if (type === 'integer' || type === 'decimal') {
    const number = toNumber(value)
    return Number.isNaN(number) ? '' : number
  }
  if (type === 'date') return toDay(value)
  if (type === 'datetime') return toMoment(value)
  if (question.type === 'time' && isDated(value)) return toText(toMoment(value)).slice(11)
  if (question.type === 'acknowledge') return value === 'OK' || value === true || value === 'true' ? 'OK' : ''
  return toText(value)
}
