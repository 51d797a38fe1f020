import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'
import { Button } from '#renderer/ui/button.tsx'
import { Icon, type IconName } from '#renderer/ui/icon.tsx'
import styles from '#renderer/ui/menu.module.css'

export interface Action {
  id: string
  label: string
  icon: IconName
  run: () => void
}

/** The rest of what can be done with a thing, behind three dots. */
export function ActionMenu({ label, actions }: { label: string; actions: Action[] }) {
  return (
    <MenuTrigger>
      <Button kind="plain" icon="dots" iconOnly>
        {label}
      </Button>
      <Popover className={styles['popover'] ?? ''} placement="bottom end">
        <Menu
          className={styles['menu'] ?? ''}
          items={actions}
          onAction={(key) => actions.find(({ id }) => id === key)?.run()}
        >
          {(action) => (
            <MenuItem className={styles['item'] ?? ''} id={action.id} textValue={action.label}>
              <Icon name={action.icon} />
              {action.label}
            </MenuItem>
          )}
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
