import { type ReactNode, useEffect, useRef } from 'react'
import styles from '#renderer/features/cloud/cloud.module.css'
import planStyles from '#renderer/features/cloud/plan.module.css'
import { ConflictList } from '#renderer/features/cloud/conflict-list.tsx'
import { PlanFiles } from '#renderer/features/cloud/plan-files.tsx'
import { FindingList } from '#renderer/features/folder/finding-list.tsx'
import { useAnnounce } from '#renderer/ui/announce.tsx'
import { Buttons } from '#renderer/ui/buttons.tsx'
import { Icon, type IconName } from '#renderer/ui/icon.tsx'
import { useWords, type Words } from '#renderer/words/words.tsx'
import type { SyncChoice, SyncPlan } from '#worker/api/cloud.ts'

interface PlanViewProps {
  plan: SyncPlan
  /** What somebody typed as the new project's name; null where it has one. */
  typedName: string | null
  choices: Record<string, SyncChoice>
  onChoose: (choices: Record<string, SyncChoice>) => void
  /** What can be done with the plan. */
  actions: ReactNode
}

/** What a sync would do: how much travels which way, how long it takes, and what has to be decided first. */
export function PlanView({ plan, typedName, choices, onChoose, actions }: PlanViewProps) {
  const words = useWords()
  const { say, size } = words
  const announce = useAnnounce()
  const count = (action: SyncPlan['files'][number]['action']) =>
    plan.files.filter((file) => file.action === action).length
  const differing = plan.files.filter(({ action }) => action === 'conflict')
  const conflicts = differing.filter(({ partOf }) => partOf === null)
  const isEqual = plan.files.length === 0
  const tooMuch = plan.quotaLeft !== null && plan.upBytes > plan.quotaLeft
  const name = plan.target.kind === 'new' ? plan.target.name : null
  const title = isEqual
    ? say('ui.sync.plan.equal')
    : say('ui.sync.plan.title', { up: count('up'), down: count('down'), conflicts: conflicts.length })
  const head = useRef<HTMLDivElement>(null)
  useEffect(() => announce(title), [title, announce])
  useEffect(() => {
    head.current?.scrollIntoView({ block: 'nearest' })
    // The button that asked for it has gone.
    head.current?.querySelector('h2')?.focus()
  }, [])
  const facts = (
    [
      ['upload', plan.upBytes, say('ui.sync.plan.up', { count: count('up'), size: size(plan.upBytes) })],
      [
        'drop',
        plan.downBytes,
        say('ui.sync.plan.down', { count: count('down'), size: size(plan.downBytes) }),
      ],
      ['check', plan.same, say('ui.sync.plan.same', { count: plan.same })],
    ] satisfies [IconName, number, string][]
  ).filter(([, number]) => number > 0)
  return (
    <section className={planStyles['plan']} aria-label={say('ui.sync.plan')}>
      <div ref={head} className={styles['planHead']} data-tone={tooMuch ? 'bad' : 'neutral'}>
        <h2 tabIndex={-1}>{title}</h2>
        <ul className={planStyles['planFacts']}>
          {facts.map(([icon, , text]) => (
            <li key={icon}>
              <Icon name={icon} size={14} />
              {text}
            </li>
          ))}
        </ul>
        <p className={styles['facts']}>
          {!isEqual && (
            <span>
              {plan.seconds === null
                ? say('ui.sync.plan.timeUnknown')
                : say('ui.sync.plan.time', { time: roughly(plan.seconds, words) })}
            </span>
          )}
          {plan.quotaLeft !== null && (
            <span className={tooMuch ? planStyles['bad'] : undefined}>
              {say(tooMuch ? 'ui.sync.plan.quotaOver' : 'ui.sync.plan.quota', { size: size(plan.quotaLeft) })}
            </span>
          )}
        </p>
        {name !== null && name !== typedName && <p>{say('ui.sync.plan.name', { name })}</p>}
        <Buttons>{actions}</Buttons>
      </div>
      {conflicts.length > 0 && <ConflictList files={conflicts} choices={choices} onChoose={onChoose} />}
      {plan.findings.length > 0 && <FindingList findings={plan.findings} layers={[]} folder={null} />}
      {plan.files.length > differing.length && (
        <PlanFiles files={plan.files.filter(({ action }) => action !== 'conflict')} />
      )}
    </section>
  )
}

/** A time that is an estimate: seconds count only in the first minute. */
function roughly(seconds: number, { say, duration, number }: Words): string {
  return seconds < 60
    ? duration(seconds * 1000)
    : say('ui.time.wholeMinutes', { minutes: number(Math.round(seconds / 60)) })
}
