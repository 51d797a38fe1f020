import type { ShownPackage } from '#renderer/features/folder/outcome.ts'
import styles from '#renderer/features/folder/table.module.css'
import { Nothing } from '#renderer/features/folder/nothing.tsx'
import { Status } from '#renderer/ui/status.tsx'
import { useWords } from '#renderer/words/words.tsx'

type Packaged = ShownPackage['layers'][number]

/** What became of each layer, with its features before and after. */
export function PackagedTable({ layers }: { layers: Packaged[] }) {
  const { say } = useWords()
  return (
    <table className={styles['table']}>
      <thead>
        <tr>
          <th scope="col">{say('ui.job.layer')}</th>
          <th scope="col">{say('ui.package.action')}</th>
          <th scope="col" className={styles['more']}>
            {say('ui.package.file')}
          </th>
          <th scope="col" className={styles['number']}>
            {say('ui.package.expected')}
          </th>
          <th scope="col" className={styles['number']}>
            {say('ui.package.packaged')}
          </th>
        </tr>
      </thead>
      <tbody>
        {layers.map((layer) => (
          <tr key={layer.id}>
            <th scope="row">
              <span className={styles['layer']}>{layer.name}</span>
            </th>
            <td>
              {say(`ui.package.action.${layer.action}`)}
              <Marks layer={layer} />
            </td>
            <td className={styles['more']}>
              {layer.file !== null && (
                <span className={styles['file']}>
                  {layer.file}
                  {layer.table !== null && ` | ${layer.table}`}
                </span>
              )}
            </td>
            <td className={styles['number']}>
              <Count value={layer.expected} />
            </td>
            <td className={styles['number']}>
              <Count value={layer.packaged} />
              {layer.expected !== null && layer.packaged !== layer.expected && layer.action !== 'remove' && (
                <Status tone="bad" icon="cross" word={say('ui.package.differs')} />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Marks({ layer }: { layer: Packaged }) {
  const { say, list } = useWords()
  const marks = [
    ...(layer.isOnline ? [say('ui.package.online')] : []),
    ...(layer.readOnly ? [say('ui.package.readOnly')] : []),
  ]
  return marks.length === 0 ? null : <span className={styles['why']}>{list(marks)}</span>
}

function Count({ value }: { value: number | null }) {
  const { number } = useWords()
  return value === null ? <Nothing /> : number(value)
}
