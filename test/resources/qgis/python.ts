import { execa } from 'execa'
import { fileURLToPath } from 'node:url'

const modules = fileURLToPath(new URL('../../../resources/qgis', import.meta.url))

/** Runs Python of the system's QGIS beside resources/qgis; answers what it printed. */
export async function python(code: string, ...values: string[]): Promise<string> {
  const { stdout } = await execa(
    process.env['FIELDPACK_QGIS_PYTHON'] ?? '/usr/bin/python3',
    ['-c', code, ...values],
    {
      env: { QT_QPA_PLATFORM: 'offscreen', PYTHONDONTWRITEBYTECODE: '1', PYTHONPATH: modules },
    },
  )
  return stdout
}
