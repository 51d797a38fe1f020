import { iconOfLayer, kindOfLayer } from '#renderer/features/folder/layer-look.ts'
import type { ShownLayer } from '#renderer/features/folder/outcome.ts'
import styles from '#renderer/features/folder/table.module.css'
import { Nothing } from '#renderer/features/folder/nothing.tsx'
import { useFirstFew } from '#renderer/ui/first-few.tsx'
import { Icon } from '#renderer/ui/icon.tsx'
import { Status } from '#renderer/ui/status.tsx'
import { useWords } from '#renderer/words/words.tsx'

const firstFew = 100

/** Every layer as this computer's QGIS found it, in the project's order. */
export function LayerTable({ layers }: { layers: ShownLayer[] }) {
  const words = useWords()
  const { say } = words
  const [shown, more] = useFirstFew(layers, firstFew)
  return (
    <>
      <table className={styles['table']}>
        <thead>
          <tr>
            <th scope="col">{say('ui.job.layer')}</th>
            <th scope="col" className={styles['most']}>
              {say('ui.job.kind')}
            </th>
            <th scope="col" className={styles['more']}>
              {say('ui.layer.crs')}
            </th>
            <th scope="col" className={styles['more']}>
              {say('ui.layer.provider')}
            </th>
            <th scope="col" className={styles['number']}>
              {say('ui.job.count')}
            </th>
            <th scope="col">{say('ui.layer.state')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((layer) => (
            <tr key={layer.id}>
              <th scope="row">
                <span className={styles['layer']}>
                  <Icon name={iconOfLayer(layer)} />
                  <span>{layer.name}</span>
                </span>
              </th>
              <td className={styles['most']}>{kindOfLayer(layer, words)}</td>
              <td className={styles['more']}>{layer.crs || <Nothing />}</td>
              <td className={styles['more']}>{layer.provider || <Nothing />}</td>
              <td className={styles['number']}>
                {layer.count === null ? <Nothing /> : words.number(layer.count)}
              </td>
              <td>
                <State layer={layer} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {more}
    </>
  )
}

function State({ layer }: { layer: ShownLayer }) {
  const { say } = useWords()
  if (layer.errorCode !== 'no_error' || !layer.isValid) {
    const why = layer.providerErrorSummary || layer.errorSummary
    return (
      <>
        <Status tone="bad" icon="cross" word={say(`ui.layer.error.${layer.errorCode}`)} />
        {why !== '' && <span className={styles['why']}>{why}</span>}
      </>
    )
  }
  if (layer.isOnline) return <Status tone="neutral" icon="info" word={say('ui.layer.online')} />
  if (layer.readOnly) return <Status tone="neutral" icon="info" word={say('ui.layer.readOnly')} />
  return <Status tone="good" icon="check" word={say('ui.layer.error.no_error')} />
}
