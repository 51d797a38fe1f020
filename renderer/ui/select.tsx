import { Button } from 'react-aria-components/Button'
import { Label } from 'react-aria-components/Label'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { Select as AriaSelect, SelectValue } from 'react-aria-components/Select'
import { classes } from '#renderer/ui/classes.ts'
import fieldStyles from '#renderer/ui/field.module.css'
import { Icon } from '#renderer/ui/icon.tsx'
import menuStyles from '#renderer/ui/menu.module.css'
import styles from '#renderer/ui/select.module.css'

interface SelectProps {
  label: string
  value: string
  options: { id: string; label: string }[]
  onChange: (id: string) => void
  /** The options say what it is about; the label is for who can't see them. */
  compact?: boolean
  /** What stands there while nothing is chosen. */
  placeholder?: string
}

/** One of many, in a list that opens. */
export function Select({ label, value, options, onChange, compact = false, placeholder = '' }: SelectProps) {
  return (
    <AriaSelect
      className={styles['select'] ?? ''}
      value={value === '' ? null : value}
      placeholder={placeholder}
      onChange={(key) => {
        if (key !== null) onChange(String(key))
      }}
    >
      <Label className={compact ? 'visually-hidden' : fieldStyles['label']}>{label}</Label>
      <Button className={classes(styles['button'], compact && styles['compact'])}>
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
