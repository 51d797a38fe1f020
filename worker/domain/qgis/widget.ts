import type { WidgetPlan } from '#worker/domain/qgis/plan.ts'
import { toPlain } from '#worker/domain/qgis/markup.ts'
import { isHidden } from '#worker/domain/xlsform/hidden.ts'
import { isMultiple, readsLayer } from '#worker/domain/xlsform/list-tables.ts'
import { ratingOf } from '#worker/domain/xlsform/rating.ts'
import { rangeOf } from '#worker/domain/xlsform/range.ts'
import type { ChoiceList, Question } from '#worker/domain/xlsform/model.ts'

/** Where list layers stand in the project. */
export interface ListHome {
  layerId(table: string): string
  /** GeoPackage beside the project. */
  file: string
}

/** QGIS' own mark for NULL inside a value map. */
const nullValue = '{2839923C-8B7D-419E-B84B-CA2FE9B80EC7}'

/**
 * ODK's integers. Without bounds QGIS turns an empty answer of a 64-bit column into the smallest number there is, and
 * keeps that.
 */
const integerBounds = { Min: -2147483647, Max: 2147483647 }

/** QField's viewers of an attachment. */
const viewers = { file: 0, image: 1, audio: 3, video: 4 } as const

/** The editor widget of a question, as QField reads it. */
export function widgetOf(question: Question, choiceFilter: string | null, lists: ListHome): WidgetPlan {
  if (isHidden(question)) return { type: 'Hidden', config: {} }
  const { type, list } = question
  if (list !== null) {
    if (readsLayer(question)) return valueRelation(question, list, choiceFilter, lists)
    return { type: 'ValueMap', config: { map: valueMap(question, list.choices) } }
  }
  switch (type) {
    case 'integer':
      return { type: 'Range', config: { Style: 'SpinBox', AllowNull: true, Step: 1, ...integerBounds } }
    case 'decimal':
      return { type: 'Range', config: { Style: 'SpinBox', AllowNull: true, Precision: 8 } }
    case 'range':
      return rangeWidget(question)
    case 'date':
      return dateTime(dateFormat(question), 'yyyy-MM-dd', !question.appearance.includes('no-calendar'))
    case 'time':
      return dateTime('HH:mm', 'HH:mm:ss', false)
    case 'dateTime':
      return dateTime('yyyy-MM-dd HH:mm:ss', 'yyyy-MM-dd HH:mm:ss', true)
    case 'image':
    case 'audio':
    case 'video':
    case 'file':
      return attachment(viewers[type])
    case 'acknowledge':
      return { type: 'CheckBox', config: { CheckedState: '', UncheckedState: '', AllowNullState: false } }
    default:
      return { type: 'TextEdit', config: { IsMultiline: isMultiline(question), UseHtml: false } }
  }
}

function isMultiline(question: Question): boolean {
  const rows = question.parameters['rows'] ?? question.cells.rows?.text
  return question.appearance.includes('multiline') || Number(rows ?? 1) > 1
}

/** An author's Min and Max belong to ranges alone: elsewhere QField would clamp an answer without showing the rule's message. */
function rangeWidget(question: Question): WidgetPlan {
  const rating = ratingOf(question)
  if (rating !== null) {
    const stars = rating.map((value) => ({ label: starsOf(value), name: String(value) }))
    return { type: 'ValueMap', config: { map: valueMap(question, stars) } }
  }
  const { start, end, step, whole } = rangeOf(question)
  const decimals = [start, step].map((number) => String(number).split('.')[1]?.length ?? 0)
  const config = {
    Min: start,
    Max: end,
    Step: step,
    Precision: whole ? 0 : Math.max(...decimals),
    Suffix: '',
  }
  const style = question.appearance.includes('picker') ? 'SpinBox' : 'Slider'
  return { type: 'Range', config: { Style: style, AllowNull: true, ...config } }
}

function starsOf(value: number): string {
  return value >= 1 && value <= 10 ? '★'.repeat(value) : String(value)
}

function dateFormat(question: Question): string {
  if (question.appearance.includes('month-year')) return 'MM/yyyy'
  return question.appearance.includes('year') ? 'yyyy' : 'yyyy-MM-dd'
}

function dateTime(display: string, field: string, calendar: boolean): WidgetPlan {
  return {
    type: 'DateTime',
    config: {
      display_format: display,
      field_format: field,
      field_format_overwrite: true,
      field_iso_format: false,
      calendar_popup: calendar,
      allow_null: true,
    },
  }
}

function attachment(viewer: number): WidgetPlan {
  return {
    type: 'ExternalResource',
    config: {
      DocumentViewer: viewer,
      FileWidget: true,
      FileWidgetButton: true,
      RelativeStorage: 1,
      StorageMode: 0,
      DefaultRoot: '',
      UseLink: false,
    },
  }
}

/** QField finds the chosen value by its label, so that labels have to be unique. */
function valueMap(question: Question, choices: { name: string; label: string }[]): Record<string, string>[] {
  const seen = new Set<string>()
  const entries = choices.map((choice) => {
    const plain = toPlain(choice.label) || choice.name
    const label = seen.has(plain) ? `${plain} (${choice.name})` : plain
    seen.add(label)
    return { [label]: choice.name }
  })
  const optional = question.cells.required === undefined
  return optional ? [{ '': nullValue }, ...entries] : entries
}

function valueRelation(
  question: Question,
  list: ChoiceList,
  choiceFilter: string | null,
  lists: ListHome,
): WidgetPlan {
  const multiple = isMultiple(question)
  const columns = question.appearance.map((word) => /^columns-(\d+)$/.exec(word)?.[1]).find((count) => count)
  return {
    type: 'ValueRelation',
    config: {
      Layer: lists.layerId(list.table),
      LayerName: list.table,
      LayerSource: `./${lists.file}|layername=${list.table}`,
      LayerProviderName: 'ogr',
      Key: 'name',
      Value: 'label',
      AllowNull: true,
      AllowMulti: multiple,
      NofColumns: multiple ? Math.min(3, Math.max(1, Number(columns ?? 1))) : 1,
      OrderByValue: false,
      OrderByField: true,
      OrderByFieldName: 'sort_id',
      UseCompleter: question.appearance.some(
        (word) => word.startsWith('autocomplete') || word.startsWith('search'),
      ),
      FilterExpression: choiceFilter ?? '',
    },
  }
}
