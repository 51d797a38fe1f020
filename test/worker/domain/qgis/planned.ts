import type {
  FeaturesReport,
  FormElement,
  ProjectPlan,
  TasksReport,
  VectorLayerPlan,
} from '#worker/domain/qgis/plan.ts'
import { planProject, type ProjectInput } from '#worker/domain/qgis/plan-project.ts'
import { formOf, type Rows } from '#test/worker/domain/xlsform/form.ts'

/** One task area, and what the project is of it. */
export const tasks: TasksReport = {
  count: 1,
  extent: [0, 0, 1, 1],
  area: 'POLYGON((0 0,1 0,1 1,0 1,0 0))',
  repaired: 0,
  sourceCrs: 'EPSG:4326',
}

export const seeds: FeaturesReport = {
  tables: [
    { table: 'survey', geometry: 'MultiPolygon', count: 2, extent: [0, 0, 2, 2] },
    { table: 'survey_point', geometry: 'Point', count: 1, extent: [0, 0, 2, 2] },
  ],
  fields: [
    { name: 'building', source: 'building', type: 'text' },
    { name: 'seed_age', source: 'age', type: 'text' },
  ],
  extent: [0, 0, 2, 2],
  read: 3,
  repaired: 0,
  unrepaired: 0,
  answers: [],
  withoutGeometry: 0,
  flattened: 0,
  split: 0,
  sourceCrs: 'EPSG:4326',
}

export function planOf(survey: Rows, more: Record<string, Rows> = {}, input: Partial<ProjectInput> = {}) {
  const form = formOf(survey, more)
  return planProject({
    form,
    title: 'T',
    slug: 't',
    features: null,
    tasks,
    basemap: null,
    openStreetMap: true,
    openInEditMode: true,
    ...input,
  })
}

export function vector(plan: ProjectPlan, name: string): VectorLayerPlan {
  const layer = plan.layers.find((one) => one.name === name)
  if (layer?.kind !== 'vector') throw new Error(`no layer ${name}`)
  return layer
}

export function fieldOf(plan: ProjectPlan, name: string, layer = 'survey') {
  const field = vector(plan, layer).fields.find((one) => one.name === name)
  if (!field) throw new Error(`no field ${name}`)
  return field
}

/** The form's tree as `kind:name{…}`. */
export function print(elements: FormElement[]): string {
  return elements
    .map((element) => {
      if (element.kind === 'field') return element.field
      if (element.kind === 'text') return `"${element.name}"`
      if (element.kind === 'relation') return `rel:${element.relation}`
      return `${element.kind}:${element.name}{${print(element.children)}}`
    })
    .join(' ')
}

export const entry = (plan: ProjectPlan, key: string) => plan.entries.find((one) => one.key === key)?.value
