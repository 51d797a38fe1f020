import * as z from 'zod'

/**
 * The one table of commands: the menu, the page's shortcuts and the shortcut sheet are made from it.
 * Words stand in resources/locales as `menu.<id>`. Accelerators are Electron's (`CmdOrCtrl` is Cmd on a
 * Mac); none may repeat, and none may take a key that the system or a screen reader owns.
 */
export const commands = [
  { id: 'project.new', menu: 'file', accelerator: 'CmdOrCtrl+N' },
  { id: 'folder.show', menu: 'file', accelerator: 'CmdOrCtrl+O' },
  { id: 'settings.show', menu: 'file', accelerator: 'CmdOrCtrl+,' },
  { id: 'jobs.show', menu: 'view', accelerator: 'CmdOrCtrl+1' },
  { id: 'setup.show', menu: 'view', accelerator: 'CmdOrCtrl+2' },
  { id: 'help.shortcuts', menu: 'help', accelerator: 'F1' },
] as const satisfies readonly {
  id: string
  menu: 'file' | 'view' | 'help'
  accelerator: string
}[]

export const CommandId = z.enum(commands.map((command) => command.id))
export type CommandId = (typeof commands)[number]['id']
