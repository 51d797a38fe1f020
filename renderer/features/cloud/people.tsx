import { useState } from 'react'
import type { FileRef } from '#electron/api/files.ts'
import { ask } from '#renderer/bridge/bridge.ts'
import { useAct, useAsk } from '#renderer/bridge/query.ts'
import { PeopleSheet } from '#renderer/features/cloud/people-sheet.tsx'
import { PersonAdd } from '#renderer/features/cloud/person-add.tsx'
import { PersonEntry } from '#renderer/features/cloud/person-entry.tsx'
import { addRow, roleRow } from '#renderer/features/cloud/person-row.ts'
import type { CloudPlace } from '#renderer/features/cloud/place.ts'
import { RemovePerson } from '#renderer/features/cloud/remove-person.tsx'
import { ServerPart } from '#renderer/features/cloud/server-part.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { LongList } from '#renderer/ui/long-list.tsx'
import { Quiet } from '#renderer/ui/quiet.tsx'
import { useToast } from '#renderer/ui/toast.tsx'
import { useWords } from '#renderer/words/words.tsx'
import type { PersonRow } from '#worker/api/cloud.ts'
import { toErrorData } from '#worker/api/errors.ts'

/** Who works on the project and as what; one by one, or from a list. */
export function People({ place }: { place: CloudPlace }) {
  const words = useWords()
  const { say } = words
  const toast = useToast()
  const { accountId, projectId } = place
  const asked = useAsk('cloud.people', { accountId, projectId }, { fresh: true })
  const { data } = asked
  const [list, setList] = useState<FileRef | null>(null)
  const [leaving, setLeaving] = useState<string | null>(null)
  const change = useAct('cloud.applyPeople')
  const people = data ?? []
  const carryOut = (row: PersonRow) => {
    if (change.isPending) return
    change.mutate(
      { accountId, projectId, rows: [row], sheet: null },
      {
        onSuccess: ([done]) => {
          const why = done?.error ? words.error(done.error).what : null
          toast({
            message:
              why ?? say('ui.people.changed', { user: row.username, role: say(`ui.role.${row.role}`) }),
          })
          void asked.refetch()
        },
      },
    )
  }
  const sheet = async () => {
    try {
      const out = await ask('files.save', { purpose: 'sheet', name: `${place.name}-sign-in.pdf` })
      if (out === null) return
      const { file } = await ask('cloud.sheet', {
        accountId,
        projectId,
        usernames: people.map(({ username }) => username),
        out,
      })
      toast({
        message: say('ui.people.sheetSaved'),
        action: { label: say('ui.job.reveal'), run: () => void ask('shell.reveal', { path: file }) },
      })
    } catch (thrown) {
      toast({ message: words.error(toErrorData(thrown)).what })
    }
  }
  return (
    <ServerPart
      label={say('ui.cloud.part.people')}
      asked={asked}
      error={change.error}
      actions={
        <>
          <Button icon="upload" onPress={() => void ask('files.choose', { purpose: 'people' }).then(setList)}>
            {say('ui.people.fromList')}
          </Button>
          <Button icon="form" muted={people.length === 0} onPress={() => people.length > 0 && void sheet()}>
            {say('ui.people.sheet')}
          </Button>
        </>
      }
      above={
        <>
          <Quiet>{say('ui.people.listHint')}</Quiet>
          <PersonAdd
            known={new Set(people.map(({ username }) => username))}
            busy={change.isPending}
            onAdd={(username, role) => carryOut(addRow(username, role))}
          />
        </>
      }
    >
      {data && (
        <LongList
          label={say('ui.people.list')}
          items={people}
          idOf={({ username }) => username}
          rowHeight={48}
          textOf={({ username }) => username}
          empty={say('ui.people.none')}
        >
          {(person) => (
            <PersonEntry
              person={person}
              onRole={(role) => carryOut(roleRow(person.username, role))}
              onRemove={() => setLeaving(person.username)}
            />
          )}
        </LongList>
      )}
      {leaving !== null && (
        <RemovePerson
          username={leaving}
          place={place}
          onClose={() => setLeaving(null)}
          onDone={() => {
            setLeaving(null)
            toast({ message: say('ui.people.removed', { user: leaving }) })
            void asked.refetch()
          }}
        />
      )}
      {list && (
        <PeopleSheet
          key={list.path}
          file={list}
          place={place}
          onClose={() => setList(null)}
          onDone={() => void asked.refetch()}
        />
      )}
    </ServerPart>
  )
}
