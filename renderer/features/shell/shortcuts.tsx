import { createContext, type ReactNode, use, useMemo, useState } from 'react'
import { commands } from '#electron/api/commands.ts'
import { printedKeys, printedKeysOf } from '#renderer/features/shell/keys.ts'
import styles from '#renderer/features/shell/shortcuts.module.css'
import { Sheet } from '#renderer/ui/sheet.tsx'
import { useWords } from '#renderer/words/words.tsx'

const Context = createContext<{ show: () => void }>({ show: () => undefined })

/** Has the sheet of keyboard shortcuts at hand. */
export function ShortcutsProvider({ children }: { children: ReactNode }) {
  const { say, find } = useWords()
  const [open, setOpen] = useState(false)
  const value = useMemo(() => ({ show: () => setOpen(true) }), [])
  const rows: [string, string][] = [
    ...commands.map(({ id }): [string, string] => [find(`menu.${id}`) ?? id, printedKeysOf(id)]),
    [say('ui.shortcuts.move'), 'F6'],
    [say('ui.shortcuts.list'), '↑ ↓ Enter'],
    [say('ui.shortcuts.undo'), printedKeys('Z')],
    [say('ui.shortcuts.close'), 'Esc'],
  ]
  return (
    <Context value={value}>
      {children}
      <Sheet title={say('ui.shortcuts.title')} open={open} onClose={() => setOpen(false)}>
        <dl>
          {rows.map(([label, keys]) => (
            <div key={label} className={styles['row']}>
              <dt>{label}</dt>
              <dd>
                <kbd className={styles['keys']}>{keys}</kbd>
              </dd>
            </div>
          ))}
        </dl>
      </Sheet>
    </Context>
  )
}

/** Shows the sheet of keyboard shortcuts. */
export function useShortcuts(): { show: () => void } {
  return use(Context)
}
