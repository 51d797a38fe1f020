import type { ReactNode } from 'react'
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog'
import { Popover, type PopoverProps } from 'react-aria-components/Popover'
import menuStyles from '#renderer/ui/menu.module.css'
import styles from '#renderer/ui/popup.module.css'

interface PopupProps {
  label: string
  /** The button that opens it. */
  trigger: ReactNode
  placement: NonNullable<PopoverProps['placement']>
  children: (close: () => void) => ReactNode
}

/** A few lines about a thing, beside it. Esc and a click elsewhere close it. */
export function Popup({ label, trigger, placement, children }: PopupProps) {
  return (
    <DialogTrigger>
      {trigger}
      <Popover className={menuStyles['popover'] ?? ''} placement={placement}>
        <Dialog className={styles['popup'] ?? ''} aria-label={label}>
          {({ close }) => children(close)}
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}
