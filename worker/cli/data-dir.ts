import { homedir } from 'node:os'
import { join } from 'node:path'

/**
 * Where the ledger lives when nobody says otherwise: the folder that the app's window uses too, so that both
 * show the same jobs. `FIELDPACK_DATA` overrides it.
 */
export function dataDirOf(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string {
  if (env['FIELDPACK_DATA']) return env['FIELDPACK_DATA']
  if (platform === 'win32') return join(env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Fieldpack')
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Fieldpack')
  return join(env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), 'Fieldpack')
}
