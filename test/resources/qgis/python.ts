import { execa } from 'execa'
import { fileURLToPath } from 'node:url'
import { withProfile } from '#test/resources/qgis/profile.ts'

const modules = fileURLToPath(new URL('../../../resources/qgis', import.meta.url))

/** Runs Python of the system's QGIS beside resources/qgis; answers what it printed. */
export async function python(code: string, ...values: string[]): Promise<string> {
  const { stdout } = await withProfile((env) =>
    execa(process.env['FIELDPACK_QGIS_PYTHON'] ?? '/usr/bin/python3', ['-c', code, ...values], {
      env: { ...env, PYTHONPATH: modules },
    }),
  )
  return stdout
}
