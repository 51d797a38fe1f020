import { layers, parents, type Filled, type Layer } from '#test/worker/domain/xpath/repeats/world.ts'

type Cell = string | number | null
export type Tables = Record<Layer, Cell[][]>

/** Records as rows of QGIS' layers, with the keys that tie them; a row's uuid tells its way: `0/kids1/toys2`. */
export function tablesOf(records: Filled[]): Tables {
  const tables: Tables = { survey: [], kids: [], pets: [], toys: [] }
  const add = (layer: Layer, row: Filled, uuid: string, parent: string | null, index: number): void => {
    const own = Object.keys(layers[layer]).map((column) => row.answers[column] ?? null)
    tables[layer].push([uuid, parent, index, ...own])
    for (const [name, rows] of Object.entries(row.repeats))
      rows.forEach((one, at) => add(name as Layer, one, `${uuid}/${name}${at}`, uuid, at + 1))
  }
  records.forEach((record, at) => add('survey', record, String(at), null, at + 1))
  return tables
}

/** The layers as evaluate.py takes them. */
export function layersOf(tables: Tables, nameOf: (layer: Layer) => string) {
  return (Object.keys(layers) as Layer[]).map((layer) => ({
    name: nameOf(layer),
    fields: { uuid: 'string', uuid_parent: 'string', idx: 'integer', ...layers[layer] },
    rows: tables[layer],
  }))
}

export function relationsOf(nameOf: (layer: Layer) => string, idOf: (name: string) => string) {
  return (Object.entries(parents) as [Layer, Layer][]).map(([child, parent]) => ({
    id: idOf(nameOf(child)),
    child: nameOf(child),
    parent: nameOf(parent),
  }))
}
