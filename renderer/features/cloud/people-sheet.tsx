import { useState } from 'react'
import type { FileRef } from '#electron/api/files.ts'
import { ask } from '#renderer/bridge/bridge.ts'
import { useAct, useAsk } from '#renderer/bridge/query.ts'
import rowsStyles from '#renderer/features/cloud/rows.module.css'
import type { CloudPlace } from '#renderer/features/cloud/place.ts'
import { Button } from '#renderer/ui/button.tsx'
import { Checkbox } from '#renderer/ui/checkbox.tsx'
import { ErrorCard } from '#renderer/ui/error-card.tsx'
import type { IconName } from '#renderer/ui/icon.tsx'
import { Loading } from '#renderer/ui/loading.tsx'
import { LongList } from '#renderer/ui/long-list.tsx'
import { Sheet, SheetBody } from '#renderer/ui/sheet.tsx'
import { Status, type Tone } from '#renderer/ui/status.tsx'
import { useWords, type Words } from '#renderer/words/words.tsx'
import type { PersonRow } from '#worker/api/cloud.ts'

interface PeopleSheetProps {
  file: FileRef
  place: CloudPlace
  onClose: () => void
  onDone: () => void
}

/** A list of people: what it would change, and after it was carried out what it did, row by row. */
export function PeopleSheet({ file, place, onClose, onDone }: PeopleSheetProps) {
  const words = useWords()
  const { say } = words
  const { accountId, projectId, name } = place
  const plan = useAsk('cloud.planPeople', { accountId, projectId, file: file.path }, { fresh: true })
  const { mutate, data: done, isPending, error } = useAct('cloud.applyPeople')
  const [withSheet, setWithSheet] = useState(true)
  const rows = done ?? plan.data ?? []
  const able = rows.filter(({ action, problem }) => action !== 'none' && problem === null)
  const carryOut = async () => {
    if (able.length === 0 || isPending) return
    const sheet = withSheet
      ? await ask('files.save', { purpose: 'sheet', name: `${name}-sign-in.pdf` }).catch(() => null)
      : null
    if (withSheet && sheet === null) return
    mutate({ accountId, projectId, rows, sheet }, { onSuccess: onDone })
  }
  return (
    <Sheet title={say('ui.people.plan', { file: file.name })} open onClose={onClose} wide>
      <SheetBody
        end={
          <>
            <Button onPress={onClose}>{say(done ? 'ui.close' : 'ui.cancel')}</Button>
            {!done && (
              <Button
                kind="primary"
                busy={isPending}
                muted={able.length === 0}
                onPress={() => void carryOut()}
              >
                {say('ui.people.carryOut', { count: able.length })}
              </Button>
            )}
          </>
        }
      >
        {plan.isPending && <Loading text={say('ui.cloud.loading')} />}
        {plan.error && <ErrorCard error={plan.error.data} small />}
        {plan.data && (
          <>
            <p>{summary(rows, done !== undefined, words)}</p>
            <LongList
              label={say(done ? 'ui.people.report' : 'ui.people.planList')}
              items={rows}
              idOf={({ row }) => String(row)}
              rowHeight={48}
              textOf={(row) => `${row.username}, ${lookOf(row, words).word}`}
              empty={say('ui.people.planEmpty')}
            >
              {(row) => (
                <span className={rowsStyles['personRow']}>
                  <span className={rowsStyles['number']}>{row.row}</span>
                  <span className={rowsStyles['grow']} title={row.email}>
                    {row.username}
                  </span>
                  <span className={rowsStyles['word']}>{say(`ui.role.${row.role}`)}</span>
                  <Status {...lookOf(row, words)} />
                </span>
              )}
            </LongList>
            {!done && able.length > 0 && (
              <Checkbox label={say('ui.people.withSheet')} on={withSheet} onChange={setWithSheet} />
            )}
          </>
        )}
        {error && <ErrorCard error={error.data} small />}
      </SheetBody>
    </Sheet>
  )
}

function summary(rows: PersonRow[], isDone: boolean, { say }: Words): string {
  const problems = rows.filter(({ problem, error }) => problem !== null || error !== null).length
  const acted = rows.filter(({ action, problem, done }) =>
    isDone ? done : action !== 'none' && problem === null,
  ).length
  return say(isDone ? 'ui.people.didSummary' : 'ui.people.planSummary', {
    count: acted,
    problems,
    same: rows.filter(({ action, problem }) => action === 'none' && problem === null).length,
  })
}

/** What is to be done with a person, was done, or can't be. */
function lookOf(row: PersonRow, words: Words): { tone: Tone; icon: IconName; word: string } {
  const { say, find, list } = words
  if (row.error !== null) return { tone: 'bad', icon: 'cross', word: words.error(row.error).what }
  if (row.problem !== null) {
    return { tone: 'bad', icon: 'cross', word: find(`people.${row.problem}`) ?? row.problem }
  }
  if (row.action === 'none') return { tone: 'neutral', icon: 'off', word: say('ui.people.action.none') }
  const word = list([row.action, ...row.also].map((action) => say(`ui.people.action.${action}`)))
  return row.done
    ? { tone: 'good', icon: 'check', word: say('ui.people.did', { what: word }) }
    : { tone: 'neutral', icon: 'right', word }
}
