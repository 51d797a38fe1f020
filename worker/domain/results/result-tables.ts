import type { ResultLayer, ResultLine } from '#worker/domain/qgis/protocol.ts'
import { answerOf, type Cell } from '#worker/domain/results/answer.ts'
import type { FormRecord } from '#worker/domain/results/form-record.ts'
import { positionOf, toWkt } from '#worker/domain/results/well-known-text.ts'

/** The survey or one repeat of it, as one sheet, file or collection. */
export interface ResultTable {
  /** `survey`, or the repeat. */
  name: string
  columns: ResultColumn[]
  /** The geometry as columns, where a format has no geometry of its own. */
  geometry: ResultColumn[]
  /** What its rows are read from, one after the other. */
  sources: ResultSource[]
}

export interface ResultColumn {
  heading: string
  value(row: ResultRow): Cell
}

export interface ResultSource {
  /** Name of the layer in the project. */
  layer: string
  /** Path of the JSON lines. */
  file: string
  columns: string[]
}

export interface ResultRow {
  layer: string
  values: ReadonlyMap<string, ResultLine['values'][number]>
  geometry: ResultLine['geometry']
}

type Table = FormRecord['tables'][number]

/**
 * How the answers of a project are laid out. Headings are those of ODK Central's CSV: `group-question`, a point
 * as `question-Latitude` and `question-Longitude`, a repeat in a table of its own with its groups counted from
 * the repeat. Keys stand last: `_uuid`, and in a repeat `_parent_uuid` and `_index`, its place within the parent.
 */
export function resultTables(record: FormRecord, found: readonly ResultLayer[]): ResultTable[] {
  const byId = new Map(found.map((layer) => [layer.id, layer]))
  // Tables become files, whose names some disks tell apart without case.
  const named = nameGiver((name) => name.toLowerCase())
  return record.tables.map((table) => {
    const layers = record.layers.filter((layer) => layer.table === table.name)
    const sources = layers.flatMap(({ id, name }): ResultSource[] => {
      const source = byId.get(id)
      return source ? [{ layer: name, file: source.file, columns: source.columns }] : []
    })
    const points = layers.every((layer) => layer.geometry === 'Point')
    const shaped = layers.some((layer) => layer.geometry !== 'None')
    const renamed = new Map(
      Object.entries(table.renamed).map(([column, names]) => [column, new Map(Object.entries(names))]),
    )
    const name = nameGiver()
    return {
      name: named(tableName(table)),
      columns: [
        ...table.columns.map(([column, question, type, groups]) => ({
          heading: name([...groups, question].join('-')),
          value: (row: ResultRow) => answerOf(row.values.get(column) ?? null, type, renamed.get(column)),
        })),
        ...(layers.length > 1 ? [{ heading: name('layer'), value: (row: ResultRow) => row.layer }] : []),
        ...keyColumns(table, name),
      ],
      geometry: shaped ? geometryColumns(table, points, name) : [],
      sources,
    }
  })
}

/** One line of a source as a row. */
export function rowOf(source: ResultSource, line: ResultLine): ResultRow {
  const values = new Map(source.columns.map((column, index) => [column, line.values[index] ?? null]))
  return { layer: source.layer, values, geometry: line.geometry }
}

/** A repeat's own name, where files can be called so; what a GeoPackage calls it elsewhere. */
function tableName({ name, repeat }: Table): string {
  return repeat !== null && /^[\p{L}_][\p{L}\p{M}\p{N}_-]*$/u.test(repeat) ? repeat : name
}

type NameGiver = (wanted: string) => string

/** Two questions may have one path, two repeats one name: the later one is numbered. */
function nameGiver(fold: (name: string) => string = String): NameGiver {
  const taken = new Set<string>()
  return (wanted) => {
    let name = wanted
    for (let number = 2; taken.has(fold(name)); number += 1) name = `${wanted}_${number}`
    taken.add(fold(name))
    return name
  }
}

function keyColumns(table: Table, name: NameGiver): ResultColumn[] {
  const key = (heading: string, column: string): ResultColumn => ({
    heading: name(heading),
    value: (row) => answerOf(row.values.get(column) ?? null, 'key'),
  })
  const own = key('_uuid', 'uuid')
  return table.parent === null ? [own] : [own, key('_parent_uuid', 'uuid_parent'), key('_index', 'idx')]
}

function geometryColumns(table: Table, points: boolean, name: NameGiver): ResultColumn[] {
  const { question, groups } = table.geometry ?? { question: 'geometry', groups: [] }
  const heading = [...groups, question].join('-')
  if (!points) {
    return [{ heading: name(heading), value: ({ geometry }) => (geometry === null ? null : toWkt(geometry)) }]
  }
  const axis = (word: string, index: 0 | 1): ResultColumn => ({
    heading: name(`${heading}-${word}`),
    value: ({ geometry }) => (geometry === null ? null : (positionOf(geometry)?.[index] ?? null)),
  })
  return [axis('Latitude', 1), axis('Longitude', 0)]
}
