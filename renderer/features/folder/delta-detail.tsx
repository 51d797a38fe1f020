import { attachmentsOf, attributeChanges } from '#renderer/features/folder/attributes.ts'
import { ChangePicture } from '#renderer/features/folder/change-picture.tsx'
import styles from '#renderer/features/folder/delta-detail.module.css'
import {
  changeWord,
  messageOf,
  statusLooks,
  statusMeaning,
  statusWord,
} from '#renderer/features/folder/delta-look.ts'
import type { DeltaRow } from '#renderer/features/folder/delta-row.ts'
import { Icon } from '#renderer/ui/icon.tsx'
import { Quiet } from '#renderer/ui/quiet.tsx'
import { Status } from '#renderer/ui/status.tsx'
import { useWords } from '#renderer/words/words.tsx'
import type { Delta } from '#worker/api/deltas.ts'

/** One change from all sides: its verdict, its attributes and its place, before and after. */
export function DeltaDetail({ row }: { row: DeltaRow }) {
  const words = useWords()
  const { say, find, when } = words
  const message = messageOf(row)
  return (
    <article className={styles['detail']}>
      <header>
        <h2>{changeWord(row, words)}</h2>
        <p className={styles['facts']}>
          <Status {...statusLooks[row.status]} word={statusWord(row, words)} />
          {row.at !== null && <span>{when(row.at)}</span>}
          {row.by !== null && <span>{say('ui.delta.by', { user: row.by })}</span>}
        </p>
      </header>
      <Quiet>{statusMeaning(row, words)}</Quiet>
      {message !== '' && <p className={styles['message']}>{message}</p>}
      {row.conflicts.length > 0 && (
        <ul className={styles['lines']}>
          {row.conflicts.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      {row.strict.length > 0 && (
        <ul className={styles['warnings']} aria-label={say('ui.delta.strict')}>
          {row.strict.map(({ code, params }) => (
            <li key={`${code}:${JSON.stringify(params)}`}>
              <Icon name="alert" size={14} />
              {find(`strict.${code}`, params) ?? code}
            </li>
          ))}
        </ul>
      )}
      {row.content ? (
        <>
          <Attributes delta={row.content} />
          <ChangePicture delta={row.content} />
        </>
      ) : (
        <Quiet>{say('ui.delta.unknown')}</Quiet>
      )}
    </article>
  )
}

function Attributes({ delta }: { delta: Delta }) {
  const { say, list } = useWords()
  const changes = attributeChanges(delta)
  const files = attachmentsOf(delta)
  return (
    <>
      {changes.length === 0 ? (
        <Quiet>{say('ui.delta.noAttributes')}</Quiet>
      ) : (
        <table className={styles['table']}>
          <thead>
            <tr>
              <th scope="col">{say('ui.delta.attribute')}</th>
              {delta.method !== 'create' && <th scope="col">{say('ui.delta.before')}</th>}
              {delta.method !== 'delete' && <th scope="col">{say('ui.delta.after')}</th>}
            </tr>
          </thead>
          <tbody>
            {changes.map(({ name, before, after, changed }) => (
              <tr key={name} data-changed={changed && delta.method === 'patch'}>
                <th scope="row">{name}</th>
                {delta.method !== 'create' && <Value text={before} />}
                {delta.method !== 'delete' && <Value text={after} />}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {files.length > 0 && <Quiet>{say('ui.delta.files', { names: list(files) })}</Quiet>}
    </>
  )
}

function Value({ text }: { text: string | null }) {
  const { say } = useWords()
  if (text === null) return <td className={styles['absent']}>{say('ui.delta.absent')}</td>
  return <td className={text === 'NULL' ? styles['absent'] : undefined}>{text}</td>
}
