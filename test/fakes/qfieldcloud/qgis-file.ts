import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { openPromise } from 'yauzl'
import { whole } from '#test/fakes/qfieldcloud/multipart.ts'

export interface QgisFile {
  /** Of `<qgis version=…>`; null when there is none. */
  version: string | null
  layers: { id: string; name: string; provider: string; datasource: string; crs: string; type: string }[]
}

export function isQgisFile(name: string): boolean {
  return /\.qg[sz]$/i.test(name)
}

/** Reads as much of a project file as the server's answers show; a file that is none has no version. */
export async function readQgisFile(path: string, name: string): Promise<QgisFile> {
  const xml = await (/\.qgz$/i.test(name) ? unzipped(path) : readFile(path, 'utf8')).catch(() => '')
  const layers = [...xml.matchAll(/<maplayer\b[^>]*>[\s\S]*?<\/maplayer>/g)].map(([layer]) => ({
    id: inner(layer, 'id'),
    name: inner(layer, 'layername'),
    provider: inner(layer, 'provider'),
    datasource: inner(layer, 'datasource'),
    crs: /<srs>[\s\S]*?<authid>([^<]*)/.exec(layer)?.[1] ?? '',
    type: /<maplayer\b[^>]*\btype="([^"]*)"/.exec(layer)?.[1] ?? 'vector',
  }))
  return { version: /<qgis\b[^>]*\bversion="([^"]*)"/.exec(xml)?.[1] ?? null, layers }
}

/** The file beside the project that a layer reads; null when it reads none. */
export function fileOf({ provider, datasource }: QgisFile['layers'][number]): string | null {
  if (!['ogr', 'gdal', 'delimitedtext', 'spatialite'].includes(provider)) return null
  const path = (datasource.split('|', 1)[0] ?? '').replace(/^file:\/*/, '').replace(/\?.*$/, '')
  return path.startsWith('/') ? basename(path) : path.replace(/^\.\//, '')
}

function inner(xml: string, tag: string): string {
  const text = new RegExp(`<${tag}\\b[^>]*>([^<]*)</${tag}>`).exec(xml)?.[1] ?? ''
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
}

async function unzipped(path: string): Promise<string> {
  const zip = await openPromise(path)
  try {
    for await (const entry of zip.eachEntry())
      if (entry.fileName.endsWith('.qgs'))
        return (await whole(await zip.openReadStreamPromise(entry))).toString()
    return ''
  } finally {
    zip.close()
  }
}
