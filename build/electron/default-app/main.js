// Stands in for Electron's own default app: starts the app in the folder that the command line names.
// Electron holds its `ready` back until this module has loaded, so the app may do what must come before.
import { app } from 'electron'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

// `-r FILE` loads a module first, as Electron's does: Playwright's holds the app back until it has attached.
const option = process.argv.indexOf('-r')
if (option > 0) {
  const [, file] = process.argv.splice(option, 2)
  createRequire(import.meta.url)(resolve(file))
}

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
