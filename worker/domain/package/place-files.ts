import { sidecarsOf } from '#worker/domain/package/sidecars-of.ts'

interface Ground {
  /** Folder of the project's copy, absolute. */
  root: string
  /** Every file below it, relative. */
  files: readonly string[]
  /** Names of the package that something else has. */
  taken: readonly string[]
}

interface Placed {
  /** Name in the package of each layer's own file, by layer id. */
  main: Map<string, string>
  /** Every file to be copied; a sidecar of two sources goes with each, under its name. */
  files: { from: string; to: string }[]
}

/**
 * Names for copied sources: flat in the package, as QFieldCloud lays them, with their sidecars. Where another file
 * has the name already, `x.gpkg` and all that belongs to it becomes `x_1.gpkg`. Layers of one file keep one copy.
 */
export function placeFiles(
  layers: readonly { id: string; files: readonly string[] }[],
  ground: Ground,
): Placed {
  const taken = new Map(ground.taken.map((name) => [fold(name), '']))
  const main = new Map<string, string>()
  const byFile = new Map<string, string>()
  const files: Placed['files'] = []
  for (const layer of layers) {
    const own = ownFiles(layer.files, ground)
    const first = own[0]
    if (first === undefined) continue
    const name = byFile.get(first) ?? place(own, taken, files)
    byFile.set(first, name)
    main.set(layer.id, name)
  }
  return { main, files }
}

/**
 * A layer's files, the one that is opened first (which may be a folder), and sidecars that GDAL does not list; none
 * that only QGIS wrote into the copy.
 */
function ownFiles(listed: readonly string[], { root, files }: Ground): string[] {
  const start = `${slashed(root)}/`
  const there = new Set(files.flatMap((file) => [file, folderOf(file)]))
  const inside = listed
    .map(slashed)
    .filter((file) => file.startsWith(start) && there.has(file.slice(start.length)))
  const first = inside[0]
  if (first === undefined) return []
  const beside = sidecarsOf(first.slice(start.length), files).map((file) => `${start}${file}`)
  return [...new Set([...inside, ...beside])]
}

/** Takes the first number with which none of the files gets another's name; answers the main file's name. */
function place(own: readonly string[], taken: Map<string, string>, files: Placed['files']): string {
  const [first = ''] = own
  const isFolder = own.some((file) => file.startsWith(`${first}/`))
  for (let number = 0; ; number += 1) {
    const names = own.map((file) => ({ from: file, to: nameOf(file, first, number) }))
    if (names.some(({ from, to }) => (taken.get(fold(to)) ?? from) !== from)) continue
    for (const each of names) {
      if (!taken.has(fold(each.to)) && !(isFolder && each.from === first)) files.push(each)
      taken.set(fold(each.to), each.from)
    }
    return nameOf(first, first, number)
  }
}

/** `x.tif` of the main file `x.tif` is `x_1.tif`, `x.tif.aux.xml` is `x_1.tif.aux.xml`; a folder keeps what is in it. */
function nameOf(file: string, main: string, number: number): string {
  const base = baseOf(main)
  const stem = base.replace(/\.[^.]*$/, '')
  const mark = number === 0 ? '' : `_${number}`
  if (file.startsWith(`${main}/`)) return `${stem}${mark}${base.slice(stem.length)}${file.slice(main.length)}`
  const name = baseOf(file)
  if (mark === '') return name
  if (fold(name).startsWith(fold(stem)))
    return `${name.slice(0, stem.length)}${mark}${name.slice(stem.length)}`
  return name.replace(/(\.[^.]*)?$/, `${mark}$1`)
}

/** Tablets, Windows and macOS take names that differ in case alone for the same. */
const fold = (name: string): string => name.normalize('NFC').toLowerCase()

const slashed = (path: string): string => path.replaceAll('\\', '/')

const baseOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')))
