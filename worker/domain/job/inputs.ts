/** Folder of the files that a form asks for by name. */
const companions = 'companions/'

/**
 * What a reader opens of the files kept for one input: the folder where they came as one, the `.shp` of a
 * Shapefile's parts, else the only file but for a form's companions. Names have forward slashes.
 */
export function openedName(names: readonly string[]): string {
  const first = names.find((name) => !name.startsWith(companions)) ?? names[0] ?? ''
  const slash = first.indexOf('/')
  if (slash >= 0) return first.slice(0, slash)
  return names.find((name) => name.toLowerCase().endsWith('.shp')) ?? first
}
