import { join } from 'node:path'
import { forkChild } from '#electron/host/child.ts'
import { workerEnvironment } from '#electron/host/environment.ts'
import type { WorkerPort } from '#electron/host/port.ts'
import { forkUtility } from '#electron/host/utility.ts'

interface Launch {
  /** The app's folder: the project's own, or the bundle's app.asar. */
  appPath: string
  dataDir: string
  resourcesDir: string
  env: NodeJS.ProcessEnv
}

const entryIn = (home: string): string => join(home, 'dist', 'worker', 'main.js')

/** Starts one worker: in Electron's utility process, or in the Node that FIELDPACK_NODE names. */
export function launchWorker({ appPath, dataDir, resourcesDir, env }: Launch): WorkerPort {
  const node = env['FIELDPACK_NODE']
  const args = ['--data', dataDir, '--resources', resourcesDir]
  const place = { args, env: workerEnvironment(env) }
  if (node === undefined || node === '') return forkUtility({ ...place, entry: entryIn(appPath) })
  // Only Electron reads inside an asar; another Node needs the files that a test bundle keeps beside it.
  return forkChild(node, { ...place, entry: entryIn(appPath.replace(/app\.asar$/, 'app.asar.unpacked')) })
}
