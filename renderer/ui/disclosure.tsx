import type { ReactNode } from 'react'
import { Button } from 'react-aria-components/Button'
import { Disclosure as AriaDisclosure, DisclosurePanel } from 'react-aria-components/Disclosure'
import { Heading } from 'react-aria-components/Heading'
import styles from '#renderer/ui/disclosure.module.css'
import { Icon } from '#renderer/ui/icon.tsx'

interface DisclosureProps {
  summary: ReactNode
  children: ReactNode
  /** Of its heading, under the headings around it. */
  level: 2 | 3
  open?: boolean
  onOpen?: (open: boolean) => void
}

/** More, for those who want it. */
export function Disclosure({ summary, children, level, open = false, onOpen }: DisclosureProps) {
  return (
    <AriaDisclosure
      className={styles['disclosure'] ?? ''}
      defaultExpanded={open}
      {...(onOpen ? { onExpandedChange: onOpen } : {})}
    >
      <Heading level={level} className={styles['heading'] ?? ''}>
        <Button slot="trigger" className={styles['trigger'] ?? ''}>
          <Icon name="right" size={12} />
          {summary}
        </Button>
      </Heading>
      <DisclosurePanel className={styles['panel'] ?? ''}>{children}</DisclosurePanel>
    </AriaDisclosure>
  )
}
