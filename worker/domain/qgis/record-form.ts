import type { PlannedForm } from '#worker/domain/qgis/plan-layers.ts'
import type { FeaturesReport, ProjectPlan } from '#worker/domain/qgis/plan.ts'
import { formEntry, type FormRecord, type RecordedColumn } from '#worker/domain/results/form-record.ts'
import type { CompiledForm, FormLayer, Question } from '#worker/domain/xlsform/model.ts'

/** The form as a project entry: with it, answers come back under the form's own names. */
export function recordForm(
  form: CompiledForm,
  planned: PlannedForm,
  seed: FeaturesReport['fields'],
): ProjectPlan['entries'][number] {
  const record: FormRecord = {
    version: 1,
    title: form.title,
    formId: form.formId,
    formVersion: form.version,
    tables: form.layers.map((layer) => ({
      name: layer.table,
      parent: layer.parent?.table ?? null,
      geometry:
        layer.geometry === null
          ? null
          : { question: layer.geometry.name, groups: groupsOf(layer.geometry, layer) },
      columns: [
        ...layer.questions.flatMap((question) => columnOf(question, layer)),
        ...(layer.repeat === null ? seed.map(seedColumn) : []),
      ],
      repeat: layer.repeat?.name ?? null,
      renamed: Object.fromEntries(layer.questions.flatMap(renamedChoices)),
    })),
    layers: [...planned.surveys, ...planned.children].flatMap(({ id, name, geometry }) => {
      const table = planned.sources.get(id)?.table
      return table === undefined ? [] : [{ id, name, table, geometry }]
    }),
  }
  return { ...formEntry, value: JSON.stringify(record) }
}

function columnOf(question: Question, layer: FormLayer): RecordedColumn[] {
  if (question.column === null) return []
  return [[question.column, question.name, question.type, groupsOf(question, layer)]]
}

function renamedChoices({ column, list }: Question): [string, Record<string, string>][] {
  const pairs = (list?.choices ?? []).flatMap(({ name, original }): [string, string][] =>
    original === undefined ? [] : [[name, original]],
  )
  return column === null || pairs.length === 0 ? [] : [[column, Object.fromEntries(pairs)]]
}

function seedColumn({ name, source }: FeaturesReport['fields'][number]): RecordedColumn {
  return [name, source, 'seed', []]
}

/** Names of the groups between a layer's own repeat and the question. */
function groupsOf(question: Question, { repeat }: FormLayer): string[] {
  const above = repeat === null ? -1 : question.groups.indexOf(repeat)
  return question.groups.slice(above + 1).map((group) => group.name)
}
