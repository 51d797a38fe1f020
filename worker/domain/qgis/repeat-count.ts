import { quoteColumn, quoteText } from '#worker/domain/qgis/expression/term.ts'
import { hiddenField } from '#worker/domain/qgis/field-plan.ts'
import { plainTitle } from '#worker/domain/qgis/markup.ts'
import type { FieldPlan } from '#worker/domain/qgis/plan.ts'
import { guardsOf } from '#worker/domain/qgis/translate-form.ts'
import { columnOf } from '#worker/domain/xlsform/column-names.ts'
import type { FormLayer, FormNode, Group, TranslatedForm } from '#worker/domain/xlsform/model.ts'

/** How many entries a repeat has, as an expression of the layer that it stands in. */
export function entriesOf(relation: string): string {
  return `coalesce(relation_aggregate(${quoteText(relation)},'count',"uuid"),0)`
}

/**
 * A hidden column for each repeat with a count: it holds the number of entries that the form asks for, nothing while
 * the repeat is not relevant. QField adds no entries by itself, so that another number is a warning when the feature
 * is saved, never a bar.
 *
 * @param taken columns that the layer has already
 */
export function countFields(
  layer: FormLayer,
  form: TranslatedForm,
  relationOf: (repeat: Group) => string,
  taken: FieldPlan[],
): Map<Group, FieldPlan> {
  const names = new Set(taken.map(({ name }) => name.toLowerCase()))
  const fields = new Map<Group, FieldPlan>()
  for (const repeat of repeatsIn(layer.root)) {
    const wanted = form.nodes.get(repeat)?.repeatCount ?? null
    if (wanted === null) continue
    const name = freeName(`${columnOf(repeat.name)}_count`, names)
    const guards = guardsOf(repeat, form.nodes).map((guard) => `(${guard})`)
    const expression = guards.length === 0 ? wanted : `if(${guards.join(' and ')},${wanted},NULL)`
    const column = quoteColumn(name)
    fields.set(repeat, {
      ...hiddenField(name, 'integer', { expression, onUpdate: true }),
      constraint: {
        expression: `${column} is null or ${entriesOf(relationOf(repeat))} = ${column}`,
        description: `${plainTitle(repeat.label) || repeat.name}: the form asks for another number of entries`,
        strength: 'soft',
      },
    })
  }
  return fields
}

function repeatsIn(nodes: FormNode[]): Group[] {
  return nodes.flatMap((node) => {
    if (node.kind === 'question') return []
    return node.control === 'repeat' ? [node] : repeatsIn(node.children)
  })
}

function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted
  for (let number = 2; taken.has(name.toLowerCase()); number += 1) name = `${wanted}_${number}`
  taken.add(name.toLowerCase())
  return name
}
