import { type CommandId, commands } from '#electron/api/commands.ts'

const isMac = navigator.platform.startsWith('Mac')

/** A command's keys as `aria-keyshortcuts` wants them: `Control+N`. */
export function ariaKeysOf(id: CommandId): string {
  return acceleratorOf(id).replace('CmdOrCtrl', isMac ? 'Meta' : 'Control')
}

/** A command's keys as they are printed on the keyboard: `Ctrl+N`, `⌘N`. */
export function printedKeysOf(id: CommandId): string {
  return isMac ? acceleratorOf(id).replace('CmdOrCtrl+', '⌘') : acceleratorOf(id).replace('CmdOrCtrl', 'Ctrl')
}

/** Ctrl or ⌘, as printed, with a key. */
export function printedKeys(key: string): string {
  return isMac ? `⌘${key}` : `Ctrl+${key}`
}

function acceleratorOf(id: CommandId): string {
  return commands.find((command) => command.id === id)?.accelerator ?? ''
}
