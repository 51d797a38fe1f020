import rowsStyles from '#renderer/features/cloud/rows.module.css'
import type { IconName } from '#renderer/ui/icon.tsx'
import { LongList } from '#renderer/ui/long-list.tsx'
import { Status, type Tone } from '#renderer/ui/status.tsx'
import { useWords } from '#renderer/words/words.tsx'
import type { SyncedFile } from '#worker/api/cloud.ts'

type State = SyncedFile['state']

const looks: Record<State, { tone: Tone; icon: IconName }> = {
  running: { tone: 'busy', icon: 'retry' },
  failed: { tone: 'bad', icon: 'cross' },
  waiting: { tone: 'neutral', icon: 'clock' },
  skipped: { tone: 'neutral', icon: 'off' },
  done: { tone: 'good', icon: 'check' },
}

/** What moves and what went wrong is what one looks for; what is done has scrolled away. */
const order = Object.keys(looks)

/** How many files there are each way, and how many of them are proven to be on the other side. */
export function tallyTransfers(files: SyncedFile[]) {
  const count = (direction: SyncedFile['direction'], state?: State) =>
    files.filter((file) => file.direction === direction && (state === undefined || file.state === state))
      .length
  return { up: count('up'), safe: count('up', 'done'), down: count('down'), here: count('down', 'done') }
}

/** Each file of a sync, with where it is. */
export function TransferList({ files }: { files: SyncedFile[] }) {
  const words = useWords()
  const { say, size } = words
  const sorted = files.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state))
  const wordOf = ({ direction, state }: SyncedFile) => say(`ui.sync.file.${direction}.${state}`)
  return (
    <LongList
      label={say('ui.sync.files')}
      items={sorted}
      idOf={({ direction, name }) => `${direction}:${name}`}
      rowHeight={36}
      textOf={(file) => `${file.name}, ${wordOf(file)}`}
      empty={say('ui.sync.filesNone')}
    >
      {(file) => (
        <span className={rowsStyles['fileRow']}>
          <Status {...looks[file.state]} word={wordOf(file)} />
          <span className={rowsStyles['file']} title={file.name}>
            {file.name}
          </span>
          <span className={rowsStyles['word']} title={file.error ? words.error(file.error).what : undefined}>
            {file.error
              ? words.error(file.error).what
              : file.attempts > 1 && say('ui.sync.file.attempts', { count: file.attempts })}
          </span>
          <span className={rowsStyles['number']}>{size(file.size)}</span>
        </span>
      )}
    </LongList>
  )
}
