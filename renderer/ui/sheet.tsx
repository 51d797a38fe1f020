import type { ReactNode } from 'react'
import { Dialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { Button } from '#renderer/ui/button.tsx'
import { classes } from '#renderer/ui/classes.ts'
import styles from '#renderer/ui/sheet.module.css'
import { useWords } from '#renderer/words/words.tsx'

interface SheetProps {
  title: string
  open: boolean
  onClose: () => void
  /** As wide as a log needs. */
  wide?: boolean
  children: ReactNode
}

/** Something to look at, over everything else. Esc and a click beside it close it. */
export function Sheet({ title, open, onClose, wide = false, children }: SheetProps) {
  const { say } = useWords()
  return (
    <ModalOverlay
      className={styles['overlay'] ?? ''}
      isOpen={open}
      onOpenChange={(next) => {
        if (!next) onClose()
      }}
      isDismissable
    >
      <Modal className={classes(styles['modal'], wide && styles['wide'])}>
        <Dialog className={styles['dialog'] ?? ''}>
          <div className={styles['head']}>
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            <Button kind="plain" icon="close" iconOnly onPress={onClose}>
              {say('ui.close')}
            </Button>
          </div>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

interface SheetBodyProps {
  /** What can be done, at the end. */
  end: ReactNode
  children: ReactNode
}

/** A sheet's parts, one under the other, and its buttons. */
export function SheetBody({ end, children }: SheetBodyProps) {
  return (
    <div className={styles['body']}>
      {children}
      <div className={styles['end']}>{end}</div>
    </div>
  )
}
