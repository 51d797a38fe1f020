import rowsStyles from '#renderer/features/cloud/rows.module.css'
import { Button } from '#renderer/ui/button.tsx'
import { Icon } from '#renderer/ui/icon.tsx'
import { Select } from '#renderer/ui/select.tsx'
import { useWords } from '#renderer/words/words.tsx'
import { type CloudPerson, CloudRole } from '#worker/api/cloud.ts'

interface PersonEntryProps {
  person: CloudPerson
  onRole: (role: CloudRole) => void
  onRemove: () => void
}

/** One who works on the project, or could as a member of its organization. */
export function PersonEntry({ person, onRole, onRemove }: PersonEntryProps) {
  const { say } = useWords()
  const { username, role, organizationRole } = person
  return (
    <span className={rowsStyles['fileRow']}>
      <Icon name="people" />
      <span className={rowsStyles['grow']}>{username}</span>
      {organizationRole !== null && (
        <span className={rowsStyles['word']}>
          {say('ui.people.inOrganization', { role: organizationRole })}
        </span>
      )}
      {role === null ? (
        <span className={rowsStyles['word']}>{say('ui.people.notInProject')}</span>
      ) : (
        <>
          <Select
            compact
            label={say('ui.people.roleOf', { user: username })}
            value={role}
            options={CloudRole.options.map((id) => ({ id, label: say(`ui.role.${id}`) }))}
            onChange={(id) => onRole(CloudRole.parse(id))}
          />
          <Button kind="plain" icon="trash" iconOnly onPress={onRemove}>
            {say('ui.people.remove', { user: username })}
          </Button>
        </>
      )}
    </span>
  )
}
