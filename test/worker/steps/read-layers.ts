import { execa } from 'execa'

export interface ReadLayers {
  title: string
  variables: Record<string, string>
  /** From top to bottom. */
  layers: {
    name: string
    valid: boolean
    visible: boolean
    group: string
    /** Relative to the project; `online` for tiles of a server. */
    source: string
    label: string | null
    attributes: Record<string, string>[] | null
  }[]
  /** In which they are drawn, topmost first. */
  order: string[]
  dataDirs: string[]
}

/** What plain PyQGIS reads from a project. */
export async function readLayers(path: string): Promise<ReadLayers> {
  const { stdout } = await execa(
    process.env['FIELDPACK_QGIS_PYTHON'] ?? '/usr/bin/python3',
    [import.meta.dirname + '/read_layers.py', path],
    { env: { QT_QPA_PLATFORM: 'offscreen', PYTHONDONTWRITEBYTECODE: '1' } },
  )
  return JSON.parse(stdout) as ReadLayers
}
