import type { Extent, GeometryType } from '#worker/api/sources.ts'

/**
 * What Python executes, word for word. Pure data: TypeScript has decided every name, expression and
 * order; `resources/qgis/build.py` only carries it out. All coordinates are EPSG:4326, longitude first.
 */
export interface ProjectPlan {
  version: 1
  /** Stem of the project's file; of a .qgz it passes QFieldCloud's project name rule. */
  slug: string
  /** Default qgz. */
  format?: 'qgz' | 'qgs'
  /** The coordinator's title in its own script. */
  title: string
  crs: 'EPSG:4326'
  ellipsoid: 'EPSG:7030'
  /** First view: written as `<mapcanvas name="theMapCanvas">`. */
  extent: Extent
  /** WKT polygon of the work area. */
  areaOfInterest: string
  /** Project variables (`@xlsform_id`). */
  variables: Record<string, string>
  /** `QgsProject.writeEntry(scope, key, value)`, typed by the value. */
  entries: { scope: string; key: string; value: string | number | boolean | string[] }[]
  /** Folders to create beside the project. */
  folders: string[]
  /** Tree order, topmost first. */
  layers: LayerPlan[]
  relations: RelationPlan[]
  /** Other languages of the form, written as Qt translation files beside the project. */
  translations: TranslationPlan[]
}

/** One language; QGIS and QField read the file of exactly their own locale. */
export interface TranslationPlan {
  files: { name: string; locale: string }[]
  messages: Message[]
}

/** A text of the project in one of QGIS' contexts (`project:layers:<id>:fieldaliases`). */
export interface Message {
  context: string
  source: string
  translation: string
}

export type LayerPlan = VectorLayerPlan | XyzLayerPlan | MbtilesLayerPlan | RasterLayerPlan

export interface VectorLayerPlan {
  kind: 'vector'
  /** Stable layer id, the same in every rebuild of the same project (`survey_<8 hex>`). */
  id: string
  name: string
  role: 'survey' | 'child' | 'list' | 'tasks'
  /** GeoPackage beside the project, and the table in it. */
  file: string
  table: string
  geometry: GeometryType
  /** True when the features or tasks pass already made the table: only missing fields are added. */
  existing: boolean
  fields: FieldPlan[]
  /** Rows of a list layer, in the order of `fields`. */
  rows: (string | number | null)[][]
  /** Drag-and-drop form; empty = QGIS' generated form. Root elements are all tabs or none. */
  form: FormElement[]
  displayExpression: string | null
  /** Layer flags; the builder ORs them, never replaces. */
  private: boolean
  readOnly: boolean
  identifiable: boolean
  searchable: boolean
  /** `QFieldSync/action` (cable) and `QFieldSync/cloud_action`. */
  cableAction: 'offline' | 'copy' | 'remove'
  cloudAction: 'offline' | 'no_action' | 'remove'
  /** Other custom properties of the layer. */
  properties: Record<string, string | number | boolean>
  style: StylePlan | null
  label: LabelPlan | null
}

export interface FieldPlan {
  name: string
  type: 'text' | 'integer' | 'decimal' | 'date' | 'datetime' | 'boolean'
  /** Characters; 0 = unlimited. */
  length: number
  alias: string
  /** Data-defined alias, for labels with `${}`. */
  aliasExpression: string | null
  comment: string
  widget: WidgetPlan
  default: { expression: string; onUpdate: boolean } | null
  /** A broken hard constraint keeps the feature from being saved; a soft one only warns. */
  constraint: { expression: string; description: string; strength: 'hard' | 'soft' } | null
  notNull: boolean
  unique: boolean
  readOnly: boolean
  /** Data-defined Editable; written only where this QGIS has it. */
  editableExpression: string | null
  reuseLast: boolean
}

/** A QGIS editor widget by its registered name with its config map, as QField reads it. */
export interface WidgetPlan {
  type:
    | 'TextEdit'
    | 'Range'
    | 'DateTime'
    | 'ValueMap'
    | 'ValueRelation'
    | 'ExternalResource'
    | 'CheckBox'
    | 'Hidden'
  config: Record<string, unknown>
}

export type FormElement =
  | {
      kind: 'tab' | 'group'
      name: string
      showLabel: boolean
      /** Visibility expression; null = always. NULL hides. */
      visible: string | null
      collapsed: boolean
      columns: number
      children: FormElement[]
    }
  | { kind: 'field'; field: string; showLabel: boolean }
  /** HTML with `[% expression %]`. */
  | { kind: 'text'; name: string; html: string }
  /** An empty label shows the relation's name. */
  | { kind: 'relation'; relation: string; label: string }

export interface RelationPlan {
  id: string
  name: string
  parentLayer: string
  parentField: string
  childLayer: string
  childField: string
  strength: 'composition' | 'association'
}

/** Colours are `#rrggbb`; widths in millimetres. */
export type StylePlan =
  | { kind: 'outline'; color: string; width: number }
  | { kind: 'line'; color: string; width: number }
  | { kind: 'marker'; color: string; outline: string; size: number }

export interface LabelPlan {
  expression: string
  bold: boolean
  color: string
  /** Points. */
  size: number
}

export interface XyzLayerPlan {
  kind: 'xyz'
  id: string
  name: string
  url: string
  zmin: number
  zmax: number
}

export interface MbtilesLayerPlan {
  kind: 'mbtiles'
  id: string
  name: string
  /** Beside the project. */
  file: string
}

/** Read by tools: there, but not drawn until somebody switches it on. */
export interface RasterLayerPlan {
  kind: 'raster'
  id: string
  name: string
  /** Beside the project. */
  file: string
}

/** A column of the survey tables that starts with what an attribute of the seed features says, where it may. */
export interface AnswerPlan {
  /** As the source names it. */
  attribute: string
  column: string
  /** `time` is a text column of `HH:MM:SS`. */
  type: FieldPlan['type'] | 'time'
  /** Only these are answers; null = any value of the type. */
  choices: string[] | null
  /** Several choices in one text: `a;b` or `a b` in the source, `{"a","b"}` in the column. */
  multiple: boolean
  /** Smallest and largest number, both allowed. */
  bounds: [number, number] | null
  /** The form itself names the attribute; else only the names are the same. */
  asked: boolean
}

/** What became of one `AnswerPlan`; there is none for an attribute that the source does not have. */
export interface AnswerReport {
  attribute: string
  column: string
  /** Features whose value became the answer, and those whose value is no valid answer. */
  taken: number
  refused: number
  /** The first refused value; empty when there is none. */
  example: string
}

/** Seed features as the geometry pass left them: one table a geometry type, all in one GeoPackage. */
export interface FeaturesReport {
  tables: { table: string; geometry: GeometryType; count: number; extent: Extent }[]
  fields: { name: string; source: string; type: FieldPlan['type'] }[]
  answers: AnswerReport[]
  extent: Extent
  /** Features read; features whose geometry was repaired; those with no geometry, kept in the source only. */
  read: number
  repaired: number
  /** Invalid, and kept as they came, since no repair was found. */
  unrepaired: number
  withoutGeometry: number
  /** Features whose Z or M values were left out, GeometryCollections split into their parts. */
  flattened: number
  split: number
  sourceCrs: string
}

export interface TasksReport {
  count: number
  extent: Extent
  /** WKT of the union, or of its convex hull when the union is larger than 5,000 vertices. */
  area: string
  repaired: number
  sourceCrs: string
}
