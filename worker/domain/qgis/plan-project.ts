import type { Issue } from '#worker/api/issues.ts'
import type { Extent } from '#worker/api/sources.ts'
import { bufferExtent, joinExtents } from '#worker/domain/qgis/area.ts'
import { attachmentFolders } from '#worker/domain/qgis/attachments.ts'
import { reportFeatures, reportTasks } from '#worker/domain/qgis/report-data.ts'
import { layerId } from '#worker/domain/qgis/hash.ts'
import { listLayer } from '#worker/domain/qgis/list-layer.ts'
import { openStreetMap } from '#worker/domain/qgis/open-street-map.ts'
import { planLayers } from '#worker/domain/qgis/plan-layers.ts'
import type {
  FeaturesReport,
  LayerPlan,
  ProjectPlan,
  TasksReport,
  TranslationPlan,
} from '#worker/domain/qgis/plan.ts'
import { projectEntries } from '#worker/domain/qgis/project-entries.ts'
import { recordForm } from '#worker/domain/qgis/record-form.ts'
import { catalogue } from '#worker/domain/qgis/translation/catalogue.ts'
import { tasksLayer } from '#worker/domain/qgis/tasks-layer.ts'
import { createIssues } from '#worker/domain/xlsform/issues.ts'
import { mediaFolder } from '#worker/domain/xlsform/media.ts'
import { parseYesNo } from '#worker/domain/xlsform/parameters.ts'
import type { ChoiceList, CompiledForm } from '#worker/domain/xlsform/model.ts'

export interface ProjectInput {
  form: CompiledForm
  /** In the coordinator's own script. */
  title: string
  slug: string
  /** Null when there are no seed features. */
  features: FeaturesReport | null
  tasks: TasksReport
  basemap: { file: string } | null
  openStreetMap: boolean
  /** Start with drawing where there are no features yet. */
  openInEditMode: boolean
}

/**
 * Decides everything about the project: layers and their order, forms, names, styles and entries. `issues` are
 * those that the data bring about; the form's own stand in the compiled form.
 */
export function planProject(input: ProjectInput): { plan: ProjectPlan; issues: Issue[] } {
  const { form, title, slug, features, tasks, openInEditMode } = input
  const issues = createIssues()
  if (features !== null) reportFeatures(form, features, issues)
  reportTasks(tasks, issues)
  const lists = usedLists(form)
  const listFile = `${slug}_lists.gpkg`
  const planned = planLayers(form, {
    slug,
    title,
    features,
    lists: { layerId: (table) => layerId(slug, table), file: listFile },
  })
  const questions = form.layers.flatMap((layer) => layer.questions)
  const extent = bufferExtent(extentOf(features, tasks))
  const plan: ProjectPlan = {
    version: 1,
    slug,
    title,
    crs: 'EPSG:4326',
    ellipsoid: 'EPSG:7030',
    extent,
    areaOfInterest: tasks.area,
    variables: {
      ...(form.formId === null ? {} : { xlsform_id: form.formId }),
      ...(form.version === null ? {} : { xlsform_version: form.version }),
      ...(form.entities === null ? {} : { xlsform_entities: JSON.stringify(form.entities) }),
    },
    entries: [
      // Where features stand already people look them up first.
      ...mediaEntries(form),
      ...projectEntries({
        planned,
        questions,
        draws: features === null && openInEditMode,
        autoSend: autoSend(form),
      }),
      recordForm(form, planned, features?.fields ?? []),
    ],
    folders: [...attachmentFolders(questions), ...(form.media.size > 0 ? [mediaFolder] : [])],
    layers: [
      ...planned.surveys,
      tasksLayer(layerId(slug, 'tasks')),
      ...planned.children,
      ...lists.map((list) => listLayer(list, layerId(slug, list.table), listFile)),
      ...background(input),
    ],
    relations: planned.relations,
    translations: [],
  }
  plan.translations = translationsOf(form, plan)
  return { plan, issues: issues.all }
}

/** A folder whose files QField takes along though no layer names them. */
function mediaEntries({ media }: CompiledForm): ProjectPlan['entries'] {
  if (media.size === 0) return []
  return ['qfieldsync', 'QFieldSync'].map((scope) => ({ scope, key: 'dataDirs', value: [mediaFolder] }))
}

function autoSend({ settings }: CompiledForm): boolean {
  return parseYesNo(settings['auto_send']?.text ?? '') === true
}

/** A language with nothing that differs needs no file. */
function translationsOf(form: CompiledForm, plan: ProjectPlan): TranslationPlan[] {
  return form.others.flatMap(({ code, locales }) => {
    const messages = catalogue(form, plan, code)
    const files = locales.map((locale) => ({ name: `${plan.slug}_${locale}.qm`, locale }))
    return messages.length === 0 ? [] : [{ files, messages }]
  })
}

/** Lists with a layer, each once, in the order of the form. */
function usedLists(form: CompiledForm): ChoiceList[] {
  const asked = form.layers.flatMap((layer) => layer.questions.flatMap((question) => question.list ?? []))
  return [...new Set([...asked, ...form.lists.values(), ...form.foundFiles()])].filter(
    (list) => list.inProject,
  )
}

function background({ slug, basemap, openStreetMap: withStreetMap }: ProjectInput): LayerPlan[] {
  const layers: LayerPlan[] = []
  if (basemap)
    layers.push({ kind: 'mbtiles', id: layerId(slug, 'basemap'), name: 'basemap', file: basemap.file })
  if (withStreetMap) layers.push(openStreetMap(slug))
  return layers
}

function extentOf(features: FeaturesReport | null, tasks: TasksReport): Extent {
  return features === null ? tasks.extent : joinExtents(features.extent, tasks.extent)
}
