import type { GeometryType } from '#worker/api/sources.ts'
import type { LayerNames } from '#worker/domain/qgis/form-names.ts'
import { relationId } from '#worker/domain/qgis/form-scope.ts'
import { layerId } from '#worker/domain/qgis/hash.ts'
import { plainTitle } from '#worker/domain/qgis/markup.ts'
import type { FeaturesReport, RelationPlan, VectorLayerPlan } from '#worker/domain/qgis/plan.ts'
import { surveyLayer } from '#worker/domain/qgis/survey-layer.ts'
import { translateForm } from '#worker/domain/qgis/translate-form.ts'
import type { ListHome } from '#worker/domain/qgis/widget.ts'
import type { CompiledForm, FormLayer, Group } from '#worker/domain/xlsform/model.ts'

export interface PlannedForm {
  surveys: VectorLayerPlan[]
  children: VectorLayerPlan[]
  relations: RelationPlan[]
  /** By a layer's id, the part of the form that it holds. */
  sources: ReadonlyMap<string, FormLayer>
}

export interface LayersInput {
  slug: string
  title: string
  features: FeaturesReport | null
  lists: ListHome
}

/**
 * The survey layers, one for each table of the seed features, all with the same form; and below each of them
 * its own layers for the form's repeats.
 */
export function planLayers(form: CompiledForm, input: LayersInput): PlannedForm {
  const own = [{ table: 'survey', geometry: geometryOf(form.layers[0]?.geometry?.type) }]
  const planned = (input.features?.tables ?? own).map(({ table, geometry }) => {
    const names: LayerNames = { survey: table, suffix: table.replace(/^survey/, '') }
    return planTable(form, names, geometry, input)
  })
  return {
    surveys: planned.flatMap((one) => one.surveys),
    children: planned.flatMap((one) => one.children),
    relations: planned.flatMap((one) => one.relations),
    sources: new Map(planned.flatMap((one) => [...one.sources])),
  }
}

function planTable(
  form: CompiledForm,
  names: LayerNames,
  geometry: GeometryType,
  { slug, title, features, lists }: LayersInput,
): PlannedForm {
  const translated = names.suffix === '' ? form.translated : translateForm(form, names, null)
  const tableOf = (layer: FormLayer) =>
    layer.repeat === null ? names.survey : `${layer.table}${names.suffix}`
  const byRepeat = new Map(form.layers.map((layer) => [layer.repeat, layer]))
  const relationOf = (repeat: Group) => {
    const layer = byRepeat.get(repeat)
    return layer ? relationId(tableOf(layer)) : ''
  }
  const layers = form.layers.map((layer) =>
    surveyLayer(layer, translated, {
      id: layerId(slug, tableOf(layer)),
      table: tableOf(layer),
      file: `${slug}_data.gpkg`,
      geometry: layer.repeat === null ? geometry : childGeometry(layer),
      title: layer.repeat === null ? title : layer.repeat.label || layer.repeat.name,
      lists,
      seed: layer.repeat === null ? (features?.fields ?? null) : null,
      relationOf,
    }),
  )
  const relations = form.layers.flatMap((layer): RelationPlan[] => {
    if (layer.parent === null || layer.repeat === null) return []
    return [
      {
        id: relationId(tableOf(layer)),
        name: plainTitle(layer.repeat.label) || layer.repeat.name,
        parentLayer: layerId(slug, tableOf(layer.parent)),
        parentField: 'uuid',
        childLayer: layerId(slug, tableOf(layer)),
        childField: 'uuid_parent',
        strength: 'composition',
      },
    ]
  })
  return {
    surveys: layers.filter((layer) => layer.role === 'survey'),
    children: layers.filter((layer) => layer.role === 'child'),
    relations,
    sources: new Map(form.layers.map((layer) => [layerId(slug, tableOf(layer)), layer])),
  }
}

/** Without seed features and without a geo question people collect points. */
function geometryOf(type: string | undefined): GeometryType {
  if (type === 'geotrace') return 'LineString'
  return type === 'geoshape' ? 'Polygon' : 'Point'
}

function childGeometry(layer: FormLayer): GeometryType {
  return layer.geometry === null ? 'None' : geometryOf(layer.geometry.type)
}
