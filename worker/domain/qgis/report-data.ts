import type { GeometryType } from '#worker/api/sources.ts'
import type { FeaturesReport, TasksReport } from '#worker/domain/qgis/plan.ts'
import { answersOf } from '#worker/domain/qgis/prefill.ts'
import { placeOf } from '#worker/domain/xlsform/column-names.ts'
import { nowhere, type IssueList } from '#worker/domain/xlsform/issues.ts'
import type { CompiledForm } from '#worker/domain/xlsform/model.ts'

const wanted: Partial<Record<string, string>> = {
  geopoint: 'Point',
  geotrace: 'LineString',
  geoshape: 'Polygon',
}

/** Says what the geometry pass changed on the way from the source to the survey layers, and what it could not keep. */
export function reportFeatures(form: CompiledForm, features: FeaturesReport, issues: IssueList): void {
  reportGeometry(form, features, issues)
  reportAnswers(form, features, issues)
  for (const { name, source } of features.fields) {
    if (name !== source && name === `seed_${source}`)
      issues.add('features.renamed', nowhere, { source, name })
  }
  const { repaired, unrepaired, withoutGeometry, flattened, split } = features
  if (repaired > 0) issues.add('features.repaired', nowhere, { count: repaired })
  if (unrepaired > 0) issues.add('features.unrepaired', nowhere, { count: unrepaired })
  if (withoutGeometry > 0) issues.add('features.withoutGeometry', nowhere, { count: withoutGeometry })
  if (flattened > 0) issues.add('features.flattened', nowhere, { count: flattened })
  if (split > 0) issues.add('features.split', nowhere, { count: split })
}

export function reportTasks({ repaired }: TasksReport, issues: IssueList): void {
  if (repaired > 0) issues.add('tasks.repaired', nowhere, { count: repaired })
}

/** Which answers the features brought along, which were not valid, and which attributes the form misses. */
function reportAnswers(form: CompiledForm, { answers }: FeaturesReport, issues: IssueList): void {
  const questions = new Map(form.layers[0]?.questions.map((question) => [question.column, question]))
  for (const { attribute, column, taken, refused, example } of answers) {
    const question = questions.get(column)
    const place = question ? placeOf(question) : nowhere
    const params = { attribute, name: question?.name ?? column }
    if (taken > 0) issues.add('features.answers', place, { ...params, count: taken })
    if (refused > 0) issues.add('features.answersRefused', place, { ...params, count: refused, example })
  }
  const found = new Set(answers.map((answer) => answer.column))
  const missing = answersOf(form).filter(({ asked, column }) => asked && !found.has(column))
  if (missing.length === 0) return
  const attributes = [...new Set(missing.map((answer) => answer.attribute))]
  issues.add('features.noAttribute', nowhere, {
    attributes: attributes.join(', '),
    count: attributes.length,
  })
}

function reportGeometry(form: CompiledForm, { tables }: FeaturesReport, issues: IssueList): void {
  const question = form.layers[0]?.geometry ?? null
  const asked = question === null ? undefined : wanted[question.type]
  const found: GeometryType[] = tables.map((table) => table.geometry)
  if (
    question !== null &&
    asked !== undefined &&
    found.some((geometry) => geometry.replace('Multi', '') !== asked)
  ) {
    issues.add('geometry.fromFeatures', placeOf(question), { asked, found: [...new Set(found)].join(', ') })
  }
  if (tables.length > 1) {
    const layers = tables.map(({ table, count }) => `${table} (${count})`).join(', ')
    issues.add('features.mixed', nowhere, { layers })
  }
}
