import { type ReactNode, useState } from 'react'
import { DialogTrigger } from 'react-aria-components/Dialog'
import { Popover, type PopoverProps } from 'react-aria-components/Popover'
import menuStyles from '#renderer/ui/menu.module.css'
import styles from '#renderer/ui/popup.module.css'

interface PopupProps {
  /** The button that opens it, and names it. */
  trigger: ReactNode
  placement: NonNullable<PopoverProps['placement']>
  children: (close: () => void) => ReactNode
}

/** A few lines about a thing, beside it. Esc and a click elsewhere close it. */
export function Popup({ trigger, placement, children }: PopupProps) {
  const [isOpen, setOpen] = useState(false)
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
      {trigger}
      {/* Without a dialog in it the popover is the dialog, its hidden ways out included. */}
      <Popover className={menuStyles['popover'] ?? ''} placement={placement}>
        <div className={styles['popup']}>{children(() => setOpen(false))}</div>
      </Popover>
    </DialogTrigger>
  )
}
