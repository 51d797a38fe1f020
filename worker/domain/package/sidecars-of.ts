/** Endings of files that belong to the one of the same stem beside them: Shapefile, MapInfo, CSV, rasters. */
const byStem =
  'shx dbf prj cpg qpj qix sbn sbx idm ind shp.xml dat map id csvt tfw tifw tiffw jgw jpgw jpegw pgw pngw gfw j2w wld aux rrd hdr'.split(
    ' ',
  )

/** Endings that come behind the whole name. */
const byName = ['aux.xml', 'ovr', 'msk', 'aux']

/** Of `stem` families: a GeoPackage beside a Shapefile of its name owns none of that one's files. */
const withStem = /\.(shp|tab|mif|csv|txt|tiff?|jpe?g|png|gif|jp2|j2k|asc|bil|img|dem|vrt|bmp)$/i

/**
 * Files beside `file` that a reader of it looks for, whatever the case of their endings.
 *
 * @param file relative to the project's folder, as are `files`
 */
export function sidecarsOf(file: string, files: readonly string[]): string[] {
  const stem = file.replace(/\.[^./]*$/, '')
  const endings = withStem.test(file) ? byStem : []
  return files.filter(
    (each) => each !== file && (endsIn(each, `${file}.`, byName) || endsIn(each, `${stem}.`, endings)),
  )
}

function endsIn(name: string, start: string, endings: readonly string[]): boolean {
  return name.startsWith(start) && endings.includes(name.slice(start.length).toLowerCase())
}
