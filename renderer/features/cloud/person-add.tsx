import { useState } from 'react'
import serverStyles from '#renderer/features/cloud/server.module.css'
import { Button } from '#renderer/ui/button.tsx'
import { Field } from '#renderer/ui/field.tsx'
import { Select } from '#renderer/ui/select.tsx'
import { useWords } from '#renderer/words/words.tsx'
import { CloudRole } from '#worker/api/cloud.ts'

interface PersonAddProps {
  known: ReadonlySet<string>
  busy: boolean
  onAdd: (username: string, role: CloudRole) => void
}

/** One more person for the project. */
export function PersonAdd({ known, busy, onAdd }: PersonAddProps) {
  const { say } = useWords()
  const [username, setUsername] = useState('')
  const [role, setRole] = useState<CloudRole>('editor')
  const name = username.trim()
  const isThere = known.has(name)
  const add = () => {
    if (name === '' || isThere || busy) return
    onAdd(name, role)
    setUsername('')
  }
  return (
    <form
      className={serverStyles['add']}
      aria-label={say('ui.people.add')}
      onSubmit={(event) => {
        event.preventDefault()
        add()
      }}
    >
      <Field
        label={say('ui.people.user')}
        value={username}
        onChange={setUsername}
        problem={isThere ? say('ui.people.isThere') : null}
      />
      <Select
        label={say('ui.people.role')}
        value={role}
        options={CloudRole.options.map((id) => ({ id, label: say(`ui.role.${id}`) }))}
        onChange={(id) => setRole(CloudRole.parse(id))}
      />
      <Button type="submit" icon="plus" muted={name === '' || isThere} busy={busy}>
        {say('ui.people.add')}
      </Button>
    </form>
  )
}
