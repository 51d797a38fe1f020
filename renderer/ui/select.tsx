import { Button } from 'react-aria-components/Button'
import { Label } from 'react-aria-components/Label'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { Select as AriaSelect, SelectValue } from 'react-aria-components/Select'
import fieldStyles from '#renderer/ui/field.module.css'
import { Icon } from '#renderer/ui/icon.tsx'
import menuStyles from '#renderer/ui/menu.module.css'
import styles from '#renderer/ui/select.module.css'

interface SelectProps {
  label: string
  value: string
  options: { id: string; label: string }[]
  onChange: (id: string) => void
}

/** One of many, in a list that opens. */
export function Select({ label, value, options, onChange }: SelectProps) {
  return (
    <AriaSelect
      className={styles['select'] ?? ''}
      value={value}
      onChange={(key) => {
        if (key !== null) onChange(String(key))
      }}
    >
      <Label className={fieldStyles['label']}>{label}</Label>
      <Button className={styles['button'] ?? ''}>
        <SelectValue />
        <Icon name="down" size={12} />
      </Button>
      <Popover className={menuStyles['popover'] ?? ''}>
        <ListBox className={menuStyles['menu'] ?? ''} items={options}>
          {(option) => (
            <ListBoxItem className={menuStyles['item'] ?? ''} id={option.id} textValue={option.label}>
              {option.label}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  )
}
