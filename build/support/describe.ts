import { code, shortened } from '#build/support/markdown.ts'
import type { Sample } from '#build/support/sample.ts'
import type { FieldPlan, FormElement } from '#worker/domain/qgis/plan.ts'
import { needs, type Need } from '#worker/domain/qgis/versions.ts'

const viewers = new Map<unknown, string>([
  [0, 'a file'],
  [1, 'a picture'],
  [3, 'a sound'],
  [4, 'a video'],
])

/** What becomes of the question `q` of a sample: its place in QField, and its column's type. */
export function describe({ form, plan, survey }: Sample): [shown: string, stored: string] {
  const question = form.layers.flatMap((layer) => layer.questions).find(({ name }) => name === 'q')
  const child = form.layers.find((layer) => layer.repeat?.name === 'q')
  if (child) {
    const shape = plan.layers.find((layer) => layer.kind === 'vector' && layer.name === child.table)
    const geometry = shape?.kind === 'vector' && shape.geometry !== 'None' ? `, ${shape.geometry}` : ''
    return [`a layer of its own${geometry}, with a relation to its parent`, 'rows with `uuid_parent`, `idx`']
  }
  if (question !== undefined && form.layers[0]?.geometry === question)
    return ["the feature's own shape", survey.geometry]
  const field = survey.fields.find(({ name }) => name === question?.column)
  if (field) return [widgetOf(field), field.type]
  const element = elementsOf(survey.form).find((one) => one.kind === 'tab' || one.kind === 'text')
  if (element?.kind === 'text') return ['a text in the form', '']
  return element?.kind === 'tab' ? ['a tab, or a group box inside one', ''] : ['', '']
}

function widgetOf({ widget: { type, config }, default: fill }: FieldPlan): string {
  const viewer = viewers.get(config['DocumentViewer'])
  const words = [
    ...(typeof config['Style'] === 'string' ? [config['Style']] : []),
    ...(config['AllowMulti'] === true ? ['several'] : []),
    ...(viewer === undefined ? [] : [viewer]),
  ]
  const filled = fill === null ? '' : `, filled with ${code(shortened(fill.expression, 60))}`
  return `${type}${words.length === 0 ? '' : ` (${words.join(', ')})`}${filled}`
}

/** What the sample's survey has that needs a version. */
export function versionsOf({ survey, plan }: Sample): string {
  const wizard = plan.entries.some(
    ({ key, value }) => key === 'featureFormWizardModeEnabled' && value === true,
  )
  const found: Need[] = [
    ...(survey.fields.some((field) => field.editableExpression !== null) ? [needs.editableExpression] : []),
    ...(survey.fields.some(({ widget }) => widget.config['OrderByField'] === true)
      ? [needs.OrderByField]
      : []),
    ...(wizard ? [needs.wizard] : []),
  ]
  return found.map(({ program, from, below }) => `${program} ${from}; before, ${below}`).join('; ')
}

/** Where two samples differ: settings of `q`, elements of the form, properties of the layer and of the project. */
export function differences(before: Sample, after: Sample): string[] {
  const [one, other] = [flat(partsOf(before)), flat(partsOf(after))]
  const changed = [...new Set([...one.keys(), ...other.keys()])].filter(
    (key) => one.get(key) !== other.get(key),
  )
  if (changed.includes('field.name')) return ['the column itself']
  const widget = changed.includes('field.widget.type')
  return [
    ...new Set(changed.map((path) => (widget && path.startsWith('field.widget') ? 'widget' : nameOf(path)))),
  ]
}

function partsOf({ survey, plan, form }: Sample): unknown {
  const { fields, form: elements, displayExpression, properties } = survey
  const entries = plan.entries.filter(({ scope }) => scope !== 'fieldpack')
  const children = plan.relations.length
  const { title, formId, version, language } = form
  return {
    field: fields.find(({ name }) => name === 'q') ?? null,
    fields: fields.map(({ name }) => name),
    elements: elementsOf(elements).map((element) =>
      'children' in element ? { ...element, children: [] } : element,
    ),
    displayExpression,
    properties,
    entries,
    children,
    form: { title, formId, version, language },
  }
}

/** Leaves of a value by their path. */
function flat(value: unknown, path = ''): Map<string, string> {
  if (typeof value !== 'object' || value === null) return new Map([[path, JSON.stringify(value)]])
  return new Map(
    Object.entries(value).flatMap(([key, inner]) => [...flat(inner, path === '' ? key : `${path}.${key}`)]),
  )
}

function nameOf(path: string): string {
  const parts = path.split('.')
  if (parts[0] === 'field')
    return parts[1] === 'widget' ? `widget ${parts.at(-1) ?? ''}` : (parts[1] ?? 'field')
  if (parts[0] === 'elements') return 'the form’s tree'
  if (parts[0] === 'entries') return 'project entries'
  if (parts[0] === 'fields') return 'columns'
  if (parts[0] === 'children') return 'relations'
  return parts.slice(0, 2).join(' ')
}

function elementsOf(elements: readonly FormElement[]): FormElement[] {
  return elements.flatMap((element) =>
    ['children' in element ? [element, ...elementsOf(element.children)] : [element]].flat(),
  )
}
