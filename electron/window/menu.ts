import type { MenuItemConstructorOptions } from 'electron'
import { commands, type CommandId } from '#electron/api/commands.ts'

interface MenuParts {
  platform: NodeJS.Platform
  /** Adds Reload and the developer tools. */
  dev: boolean
  words: (key: string) => string
  send: (id: CommandId) => void
}

const separator: MenuItemConstructorOptions = { type: 'separator' }

/** The application menu, from the one table of commands and the system's own roles. */
export function menuTemplate({ platform, dev, words, send }: MenuParts): MenuItemConstructorOptions[] {
  const own = (menu: (typeof commands)[number]['menu']): MenuItemConstructorOptions[] =>
    commands
      .filter((command) => command.menu === menu)
      .map(({ id, accelerator }) => ({ id, label: words(`menu.${id}`), accelerator, click: () => send(id) }))
  const zoom: MenuItemConstructorOptions[] = [
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    separator,
    { role: 'togglefullscreen' },
  ]
  const developer: MenuItemConstructorOptions[] = dev
    ? [separator, { role: 'reload' }, { role: 'toggleDevTools' }]
    : []
  const help = [...own('help'), ...(platform === 'darwin' ? [] : [separator, { role: 'about' as const }])]
  return [
    ...(platform === 'darwin' ? [{ role: 'appMenu' as const }] : []),
    { label: words('menu.file'), submenu: [...own('file'), separator, fileEnd(platform)] },
    { role: 'editMenu', label: words('menu.edit') },
    { label: words('menu.view'), submenu: [...own('view'), separator, ...zoom, ...developer] },
    ...(platform === 'darwin' ? [{ role: 'windowMenu' as const }] : []),
    { role: 'help', label: words('menu.help'), submenu: help },
  ]
}

const fileEnd = (platform: NodeJS.Platform): MenuItemConstructorOptions =>
  platform === 'darwin' ? { role: 'close' } : { role: 'quit' }
