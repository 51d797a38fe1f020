import { useMemo, useState } from 'react'
import styles from '#renderer/features/folder/delta-browser.module.css'
import type { Run } from '#renderer/features/folder/run.ts'
import { DeltaActions } from '#renderer/features/folder/delta-actions.tsx'
import { DeltaDetail } from '#renderer/features/folder/delta-detail.tsx'
import { DeltaFilters } from '#renderer/features/folder/delta-filters.tsx'
import { DeltaList } from '#renderer/features/folder/delta-list.tsx'
import { type Deed, filterRows, noFilter, rowOfKept, rowsOfRun } from '#renderer/features/folder/delta-row.ts'
import type { ShownChanges } from '#renderer/features/folder/outcome.ts'
import { Button } from '#renderer/ui/button.tsx'
import { Segments } from '#renderer/ui/choice.tsx'
import { Quiet } from '#renderer/ui/quiet.tsx'
import { useWords } from '#renderer/words/words.tsx'
import type { KeptDelta } from '#worker/api/deltas.ts'

interface DeltaBrowserProps {
  folder: string
  /** What the ledger keeps of this folder, oldest first. */
  known: ReadonlyMap<string, KeptDelta>
  /** The same with what the last run only tried out. */
  contents: ReadonlyMap<string, KeptDelta>
  /** How many there are; more than are known when there are too many. */
  total: number
  /** What the last run said; null while another one is under way. */
  run: ShownChanges | null
  deed: Deed
  busy: boolean
  onRun: (request: Run) => void
}

/** The changes of the last run, or all that there ever were: to look at, and to do something with. */
export function DeltaBrowser({ folder, known, contents, total, run, deed, busy, onRun }: DeltaBrowserProps) {
  const { say } = useWords()
  const [wish, setScope] = useState<'run' | 'all'>('run')
  const [filter, setFilter] = useState(noFilter)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const scope = run === null ? 'all' : wish
  const all = useMemo(() => [...known.values()].map(rowOfKept), [known])
  const rows = useMemo(
    () => (scope === 'run' && run !== null ? rowsOfRun(run, deed, contents) : all),
    [scope, run, deed, contents, all],
  )
  const shown = useMemo(() => filterRows(rows, filter), [rows, filter])
  const inSight = shown.filter(({ uuid }) => chosen.has(uuid))
  const waiting = all.filter(({ status }) => status === 'pending').map(({ uuid }) => uuid)
  return (
    <section className={styles['browser']} aria-label={say('ui.changes.list')}>
      <div className={styles['head']}>
        {run === null ? (
          <h2>{say('ui.changes.scope.all')}</h2>
        ) : (
          <Segments
            label={say('ui.changes.scope')}
            value={scope}
            onChange={(next) => {
              setScope(next)
              setFilter(noFilter)
              setChosen(new Set())
            }}
            choices={[
              { id: 'run', label: say('ui.changes.scope.run') },
              { id: 'all', label: say('ui.changes.scope.all') },
            ]}
          />
        )}
        <DeltaFilters rows={rows} filter={filter} onChange={setFilter} />
        {waiting.length > 0 && (
          <Button muted={busy} onPress={() => onRun({ uuids: waiting, dryRun: true })}>
            {say('ui.changes.waiting', { count: waiting.length })}
          </Button>
        )}
      </div>
      <div className={styles['sides']}>
        <div className={styles['left']}>
          <DeltaList rows={shown} chosen={chosen} onChoose={setChosen} />
          <Quiet>
            {say('ui.changes.count', { count: shown.length, total: rows.length })}
            {total > known.size && ` ${say('ui.changes.tooMany', { known: known.size, total })}`}
          </Quiet>
        </div>
        <div className={styles['right']}>
          {inSight.length > 0 && (
            <DeltaActions
              folder={folder}
              chosen={inSight}
              all={all}
              known={known}
              busy={busy}
              onRun={onRun}
            />
          )}
          {inSight.length === 1 && inSight[0] ? (
            <DeltaDetail row={inSight[0]} />
          ) : (
            inSight.length === 0 && <Quiet>{say('ui.changes.hint')}</Quiet>
          )}
        </div>
      </div>
    </section>
  )
}
