import { useEffect, useRef } from 'react'
import { ask } from '#renderer/bridge/bridge.ts'
import { cellOf, groupIssues, type IssueGroup } from '#renderer/features/issues/group.ts'
import styles from '#renderer/features/issues/issue-list.module.css'
import { classes } from '#renderer/ui/classes.ts'
import { Disclosure } from '#renderer/ui/disclosure.tsx'
import { useFirstFew } from '#renderer/ui/first-few.tsx'
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

interface IssueListProps {
  issues: Issue[]
  /** Leads to the question that an issue names; left out where there is none to be led to. */
  onQuestion?: (issue: Issue) => void
  /** Survey row whose first issue takes the focus; `visit` counts how often somebody was led to one. */
  shown?: { row: number; visit: number } | null
  /** All groups, not only the errors. */
  open?: boolean
}

/** Problems of a form by how much they matter, each with its cell. */
export function IssueList({ issues, onQuestion, shown = null, open = false }: IssueListProps) {
  const { say } = useWords()
  const groups = groupIssues(issues)
  const wanted = groups.flatMap(([, inGroup]) => inGroup).find((issue) => isAbout(issue, shown?.row ?? null))
  return (
    <div className={styles['groups']}>
      {groups.map(([group, inGroup]) => (
        <Disclosure
          // A group that somebody is led to opens anew.
          key={wanted && inGroup.includes(wanted) ? `${group} ${shown?.visit ?? 0}` : group}
          level={3}
          open={open || group === 'error' || (wanted !== undefined && inGroup.includes(wanted))}
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
          <Rows issues={inGroup} wanted={wanted} onQuestion={onQuestion} />
        </Disclosure>
      ))}
    </div>
  )
}

/** Whether it names a question, and that row's. */
function isAbout({ question, row }: Issue, wanted: number | null): boolean {
  return question !== null && row !== null && row === wanted
}

type Leading = { wanted: Issue | undefined; onQuestion: ((issue: Issue) => void) | undefined }

function Rows({ issues, wanted, onQuestion }: { issues: Issue[] } & Leading) {
  const reaches = wanted !== undefined && issues.indexOf(wanted) >= firstFew
  const [shown, more] = useFirstFew(issues, firstFew, reaches)
  return (
    <>
      <ul className={styles['rows']}>
        {shown.map((issue, index) => (
          // The same cell may have the same problem twice: only the place in this list tells them apart.
          <Row
            key={`${index}:${issue.code}`}
            issue={issue}
            isWanted={issue === wanted}
            onQuestion={onQuestion}
          />
        ))}
      </ul>
      {more}
    </>
  )
}

interface RowProps {
  issue: Issue
  isWanted: boolean
  onQuestion: Leading['onQuestion']
}

function Row({ issue, isWanted, onQuestion }: RowProps) {
  const words = useWords()
  const toast = useToast()
  const element = useRef<HTMLLIElement>(null)
  const cell = cellOf(issue)
  const { question, row } = issue
  const copy = async (text: string) => {
    await ask('clipboard.write', { text })
    toast({ message: `${words.say('ui.copied')}: ${text}` })
  }
  useEffect(() => {
    if (isWanted) element.current?.focus()
  }, [isWanted])
  return (
    <li ref={element} className={styles['row']} tabIndex={-1}>
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
        {onQuestion && question !== null && row !== null && (
          <button type="button" className={styles['lead']} onClick={() => onQuestion(issue)}>
            {words.say('ui.issues.show', { question })}
          </button>
        )}
      </div>
    </li>
  )
}
