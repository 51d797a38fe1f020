import rowsStyles from '#renderer/features/cloud/rows.module.css'
import { Icon, type IconName } from '#renderer/ui/icon.tsx'
import { LongList } from '#renderer/ui/long-list.tsx'
import { useWords } from '#renderer/words/words.tsx'
import type { SyncFile } from '#worker/api/cloud.ts'

const icons: Record<SyncFile['action'], IconName> = {
  up: 'upload',
  down: 'drop',
  conflict: 'alert',
  missingHere: 'off',
  missingThere: 'off',
  refused: 'cross',
}

/** Every file that is not the same on both sides, in the order in which they travel. */
export function PlanFiles({ files }: { files: SyncFile[] }) {
  const { say, find, size } = useWords()
  const reasonOf = ({ name, reason }: SyncFile) =>
    reason === null ? '' : (find(`finding.${reason}.what`, { file: name, count: 1, names: name }) ?? reason)
  return (
    <LongList
      label={say('ui.sync.plan.files')}
      items={files}
      idOf={({ name }) => name}
      rowHeight={36}
      textOf={({ name, action }) => `${name}, ${say(`ui.sync.action.${action}`)}`}
      empty=""
    >
      {(file) => (
        <span className={rowsStyles['fileRow']} data-action={file.action}>
          <Icon name={icons[file.action]} />
          <span className={rowsStyles['file']} title={file.name}>
            {file.name}
          </span>
          <span className={rowsStyles['word']}>
            {file.action === 'refused' ? reasonOf(file) : say(`ui.sync.action.${file.action}`)}
          </span>
          <span className={rowsStyles['number']}>{size(file.size)}</span>
        </span>
      )}
    </LongList>
  )
}
