// Stands in for Electron's own default app: starts the app in the folder that the command line names.
// Electron holds its `ready` back until this module has loaded, so the app may do what must come before.
import { app } from 'electron'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const folder = process.argv.slice(1).find((argument) => !argument.startsWith('-'))
if (folder === undefined) {
  process.stderr.write('Usage: electron [options] FOLDER\n')
  app.exit(2)
} else {
  const path = resolve(folder)
  const manifest = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'))
  app.setAppPath(path)
  app.setName(manifest.productName ?? manifest.name)
  app.setVersion(manifest.version)
  await import(pathToFileURL(join(path, manifest.main)).href)
}
