import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Runs a QGIS with a profile of its own, which goes afterwards: what one sets is nothing to the one beside it, nor to
 * whoever works on this computer.
 */
export async function withProfile<T>(run: (env: Record<string, string>) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'fieldpack-profile-'))
  try {
    return await run({
      QT_QPA_PLATFORM: 'offscreen',
      PYTHONDONTWRITEBYTECODE: '1',
      QGIS_CUSTOM_CONFIG_PATH: folder,
      XDG_CONFIG_HOME: folder,
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
