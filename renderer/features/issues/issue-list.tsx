import { useState } from 'react'
import { ask } from '#renderer/bridge/bridge.ts'
import { cellOf, groupIssues, type IssueGroup } from '#renderer/features/issues/group.ts'
import styles from '#renderer/features/issues/issue-list.module.css'
import { Button } from '#renderer/ui/button.tsx'
import { classes } from '#renderer/ui/classes.ts'
import { Disclosure } from '#renderer/ui/disclosure.tsx'
import { Icon, type IconName } from '#renderer/ui/icon.tsx'
import { useToast } from '#renderer/ui/toast.tsx'
import { useWords } from '#renderer/words/words.tsx'
import type { Issue } from '#worker/api/issues.ts'

const pictures: Record<IssueGroup, { icon: IconName; tone: string }> = {
  error: { icon: 'cross', tone: 'bad' },
  warning: { icon: 'alert', tone: 'warn' },
  gap: { icon: 'info', tone: 'quiet' },
  info: { icon: 'info', tone: 'quiet' },
}

/** A long list opens in pieces: a form of 2,000 rows may have as many notes. */
const firstFew = 30

/** Problems of a form by how much they matter, each with its cell. */
export function IssueList({ issues }: { issues: Issue[] }) {
  const { say } = useWords()
  return (
    <div className={styles['groups']}>
      {groupIssues(issues).map(([group, inGroup]) => (
        <Disclosure
          key={group}
          level={3}
          open={group === 'error'}
          summary={
            <>
              <span className={classes(styles['picture'], styles[pictures[group].tone])}>
                <Icon name={pictures[group].icon} />
              </span>
              {say(`ui.issues.${group}`, { count: inGroup.length })}
              <span className={styles['hint']}>{say(`ui.issues.${group}Hint`)}</span>
            </>
          }
        >
          <Rows issues={inGroup} />
        </Disclosure>
      ))}
    </div>
  )
}

function Rows({ issues }: { issues: Issue[] }) {
  const { say } = useWords()
  const [all, setAll] = useState(false)
  const shown = all ? issues : issues.slice(0, firstFew)
  return (
    <>
      <ul className={styles['rows']}>
        {shown.map((issue, index) => (
          // The same cell may have the same problem twice: only the place in this list tells them apart.
          <Row key={`${index}:${issue.code}`} issue={issue} />
        ))}
      </ul>
      {shown.length < issues.length && (
        <Button kind="plain" onPress={() => setAll(true)}>
          {say('ui.showAll', { count: issues.length })}
        </Button>
      )}
    </>
  )
}

function Row({ issue }: { issue: Issue }) {
  const words = useWords()
  const toast = useToast()
  const cell = cellOf(issue)
  const copy = async (text: string) => {
    await ask('clipboard.write', { text })
    toast({ message: `${words.say('ui.copied')}: ${text}` })
  }
  return (
    <li className={styles['row']}>
      {cell === null ? (
        <span />
      ) : (
        <button
          type="button"
          className={styles['cell']}
          aria-label={words.say('ui.issues.copyCell', { cell })}
          onClick={() => void copy(cell)}
        >
          {cell}
        </button>
      )}
      <div>
        <p>{words.issue(issue)}</p>
        {issue.text && <code className={styles['text']}>{issue.text}</code>}
      </div>
    </li>
  )
}
