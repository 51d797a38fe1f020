import type { ReactNode } from 'react'
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components/Tabs'
import styles from '#renderer/ui/tabs.module.css'

export interface TabSpec<T extends string> {
  id: T
  label: string
  /** A number beside the label: how many wait there. */
  count?: number | undefined
  children: ReactNode
}

interface TabsProps<T extends string> {
  label: string
  value: T
  onChange: (value: T) => void
  tabs: TabSpec<T>[]
}

/** Sides of one thing. All stay mounted, so that what was chosen on one side is there on the way back. */
export function Tabs<T extends string>({ label, value, onChange, tabs }: TabsProps<T>) {
  return (
    <AriaTabs
      className={styles['tabs'] ?? ''}
      selectedKey={value}
      onSelectionChange={(key) => onChange(key as T)}
    >
      <TabList className={styles['list'] ?? ''} aria-label={label}>
        {tabs.map((tab) => (
          <Tab key={tab.id} id={tab.id} className={styles['tab'] ?? ''}>
            {tab.label}
            {tab.count !== undefined && tab.count > 0 && <span className={styles['count']}>{tab.count}</span>}
          </Tab>
        ))}
      </TabList>
      {tabs.map((tab) => (
        <TabPanel key={tab.id} id={tab.id} className={styles['panel'] ?? ''} shouldForceMount>
          {tab.children}
        </TabPanel>
      ))}
    </AriaTabs>
  )
}
