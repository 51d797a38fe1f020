import type { ReactNode } from 'react'
import type { FileRef } from '#electron/api/files.ts'
import styles from '#renderer/ui/file-line.module.css'
import { Icon, type IconName } from '#renderer/ui/icon.tsx'
import { useWords } from '#renderer/words/words.tsx'

interface FileLineProps {
  icon: IconName
  file: FileRef
  /** What can be done with it. */
  children: ReactNode
}

/** A file that was given: its name, its size and what can be done with it. */
export function FileLine({ icon, file, children }: FileLineProps) {
  const words = useWords()
  return (
    <div className={styles['line']}>
      <Icon name={icon} />
      <span className={styles['name']} title={file.path}>
        {file.name}
      </span>
      <span className={styles['size']}>
        {file.isFolder ? words.say('ui.file.folder') : file.size > 0 && words.size(file.size)}
      </span>
      {children}
    </div>
  )
}
