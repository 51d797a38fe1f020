import styles from '#renderer/features/cloud/cloud.module.css'
import planStyles from '#renderer/features/cloud/plan.module.css'
import rowsStyles from '#renderer/features/cloud/rows.module.css'
import { useFirstFew } from '#renderer/ui/first-few.tsx'
import { Icon } from '#renderer/ui/icon.tsx'
import { Select } from '#renderer/ui/select.tsx'
import { useWords } from '#renderer/words/words.tsx'
import { SyncChoice, type SyncFile } from '#worker/api/cloud.ts'

/** A long list opens in pieces. */
const firstFew = 30

interface ConflictListProps {
  files: SyncFile[]
  choices: Record<string, SyncChoice>
  onChoose: (choices: Record<string, SyncChoice>) => void
}

/** What changed on both sides, each with what to do with it. Who decides nothing keeps both. */
export function ConflictList({ files, choices, onChoose }: ConflictListProps) {
  const { say, size } = useWords()
  const [shown, more] = useFirstFew(files, firstFew)
  const options = SyncChoice.options.map((id) => ({ id, label: say(`ui.sync.choice.${id}`) }))
  const common = new Set(files.map(({ name }) => choices[name] ?? 'keepBoth'))
  const [only] = common
  return (
    <section className={styles['conflicts']} aria-label={say('ui.sync.conflicts', { count: files.length })}>
      <div className={planStyles['conflictHead']}>
        <div>
          <h3>
            <Icon name="alert" />
            {say('ui.sync.conflicts', { count: files.length })}
          </h3>
          <p>{say('ui.sync.conflictsHint')}</p>
        </div>
        {files.length > 1 && (
          <Select
            compact
            label={say('ui.sync.choiceAll')}
            value={common.size === 1 ? (only ?? 'keepBoth') : 'mixed'}
            options={[
              ...options.map(({ id, label }) => ({
                id,
                label: say('ui.sync.choiceForAll', { choice: label }),
              })),
              ...(common.size === 1 ? [] : [{ id: 'mixed', label: say('ui.sync.choiceMixed') }]),
            ]}
            onChange={(id) => {
              const choice = SyncChoice.safeParse(id).data
              if (choice) onChoose(Object.fromEntries(files.map(({ name }) => [name, choice])))
            }}
          />
        )}
      </div>
      <ul>
        {shown.map((file) => (
          <li key={file.name} className={planStyles['conflict']}>
            <span className={rowsStyles['file']}>{file.name}</span>
            <span className={rowsStyles['number']}>{size(file.size)}</span>
            <Select
              compact
              label={say('ui.sync.choiceFor', { name: file.name })}
              value={choices[file.name] ?? 'keepBoth'}
              options={options}
              onChange={(id) => onChoose({ ...choices, [file.name]: SyncChoice.parse(id) })}
            />
          </li>
        ))}
      </ul>
      {more}
    </section>
  )
}
