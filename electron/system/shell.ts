import { existsSync } from 'node:fs'
import { clipboard, nativeTheme, shell } from 'electron'
import { AppError } from '#worker/api/errors.ts'
import type { Theme, WorkerState } from '#electron/api/calls.ts'
import type { FileRef } from '#electron/api/files.ts'
import type { SecretKeeper } from '#electron/secrets/keeper.ts'
import type { ShellHandlers } from '#electron/ipc/answer.ts'
import type { Grants } from '#electron/ipc/grants.ts'
import { externalUrl } from '#electron/security/navigation.ts'
import { freeBeside } from '#electron/system/beside.ts'
import type { Dialogs } from '#electron/system/dialogs.ts'
import { grantPath } from '#electron/system/files.ts'
import { currentTheme } from '#electron/system/theme.ts'

interface ShellParts {
  grants: Grants
  dialogs: Dialogs
  worker: { readonly state: WorkerState; relaunch(): void }
  opened: { take(): FileRef[] }
  secrets: SecretKeeper
  windows: { rememberTheme(source: Theme['source']): void }
}

/** The calls that electron answers itself. */
export function shellHandlers({
  grants,
  dialogs,
  worker,
  opened,
  secrets,
  windows,
}: ShellParts): ShellHandlers {
  return {
    'files.choose': async ({ purpose }) => {
      const path = await dialogs.chooseFile(purpose)
      return path === null ? null : grantPath(grants, path)
    },
    'files.chooseSeveral': async ({ purpose }) => {
      const paths = await dialogs.chooseFiles(purpose)
      return Promise.all(paths.map((path) => grantPath(grants, path)))
    },
    'files.save': async ({ purpose, name }) => {
      const path = await dialogs.saveFile(purpose, name)
      if (path !== null) grants.grantFile(path)
      return path
    },
    'files.opened': async () => opened.take(),
    'folder.choose': async ({ title }) => {
      const path = await dialogs.chooseFolder(title)
      if (path !== null) grants.grantFolder(path)
      return path
    },
    'folder.beside': async ({ folder, suffix }) => {
      if (!grants.allows(folder)) throw new AppError('contract.forbidden', { method: 'folder.beside' })
      const free = freeBeside(folder, suffix, existsSync)
      grants.grantFolder(free)
      return free
    },
    'shell.reveal': async ({ path }) => {
      if (!grants.allows(path)) throw new AppError('contract.forbidden', { method: 'shell.reveal' })
      shell.showItemInFolder(path)
      return {}
    },
    'shell.open': async ({ url }) => {
      const address = externalUrl(url)
      if (address === null) throw new AppError('contract.forbidden', { method: 'shell.open' })
      await shell.openExternal(address)
      return {}
    },
    'clipboard.write': async ({ text }) => {
      await clipboard.writeText(text)
      return {}
    },
    'secrets.state': () => secrets.state(),
    'secrets.set': ({ name, value, place }) => secrets.set(name, value, place),
    'secrets.forget': ({ name }) => secrets.forget(name),
    'theme.get': async () => currentTheme(),
    'theme.set': async ({ source }) => {
      nativeTheme.themeSource = source
      windows.rememberTheme(source)
      return currentTheme()
    },
    'worker.get': async () => worker.state,
    'app.relaunchWorker': async () => {
      worker.relaunch()
      return {}
    },
  }
}
