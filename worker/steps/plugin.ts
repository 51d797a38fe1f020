import { demFile, droneTasks } from '#worker/domain/drone/plan-drone.ts'
import type { UnpackPort } from '#worker/steps/ports.ts'

export interface PluginInput {
  /** Undefined: none. */
  zip: string | undefined
  folder: string
  /** The project's name: QField runs the plugin that is called as the project. */
  name: string
  unpack: UnpackPort
  signal: AbortSignal
}

/**
 * Unpacks a plugin into the project's folder and answers its files.
 *
 * @throws AppError plugin.*
 */
export async function addPlugin({ zip, folder, name, unpack, signal }: PluginInput): Promise<string[]> {
  if (zip === undefined) return []
  const own = new Set([`${name}.qgs`, `${droneTasks}.gpkg`, demFile].map((file) => file.toLowerCase()))
  return unpack(zip, folder, {
    rename: (file) => (file === 'main.qml' ? `${name}.qml` : file),
    isTaken: (file) => own.has(file.toLowerCase()),
    signal,
  })
}

/** Folders at the top: QField takes along only those that the project names. */
export function pluginFolders(files: readonly string[]): string[] {
  return [...new Set(files.filter((file) => file.includes('/')).map((file) => file.split('/', 1)[0] ?? ''))]
}
