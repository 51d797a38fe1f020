import type { ReactNode } from 'react'
import { ask } from '#renderer/bridge/bridge.ts'
import { IssueList } from '#renderer/features/issues/issue-list.tsx'
import styles from '#renderer/features/jobs/job-screen.module.css'
import type { ShownResult } from '#renderer/features/jobs/result.ts'
import { Button } from '#renderer/ui/button.tsx'
import { Buttons } from '#renderer/ui/buttons.tsx'
import { Icon, type IconName } from '#renderer/ui/icon.tsx'
import { Quiet } from '#renderer/ui/quiet.tsx'
import { useToast } from '#renderer/ui/toast.tsx'
import { useWords } from '#renderer/words/words.tsx'
import type { Job } from '#worker/api/jobs.ts'

interface JobResultProps {
  job: Job
  result: ShownResult
  onReveal: () => void
  /** What else can be done with it. */
  actions?: ReactNode
}

/** What was built: where it is, its layers, and what is worth knowing about it. */
export function JobResult({ job, result, onReveal, actions }: JobResultProps) {
  const words = useWords()
  const { say } = words
  const toast = useToast()
  const size = result.files.reduce((sum, file) => sum + file.size, 0)
  const copyPath = async () => {
    await ask('clipboard.write', { text: result.folder })
    toast({ message: `${say('ui.copied')}: ${result.folder}` })
  }
  return (
    <>
      <section className={styles['ready']} aria-label={say('ui.state.finished')}>
        <p>{say('ui.job.readyText')}</p>
        <p className={styles['path']}>{result.folder}</p>
        <Buttons>
          <Button kind="primary" icon="folder" onPress={onReveal}>
            {say('ui.job.reveal')}
          </Button>
          <Button icon="copy" onPress={() => void copyPath()}>
            {say('ui.job.copyPath')}
          </Button>
          {actions}
        </Buttons>
      </section>
      <section className={styles['part']}>
        <div className={styles['partHead']}>
          <h2>{say('ui.job.layers')}</h2>
          <Quiet inline>
            {say('ui.job.files', { count: result.files.length, size: words.size(size) })}
            {job.startedAt !== null &&
              job.finishedAt !== null &&
              ` · ${say('ui.job.took', { time: words.duration(Date.parse(job.finishedAt) - Date.parse(job.startedAt)) })}`}
          </Quiet>
        </div>
        <LayerTable layers={result.layers} />
      </section>
      {result.issues.length > 0 && (
        <section className={styles['part']}>
          <h2>{say('ui.job.notes')}</h2>
          <IssueList issues={result.issues} />
        </section>
      )}
    </>
  )
}

function LayerTable({ layers }: { layers: ShownResult['layers'] }) {
  const words = useWords()
  const { say } = words
  return (
    <table className={styles['table']}>
      <thead>
        <tr>
          <th scope="col">{say('ui.job.layer')}</th>
          <th scope="col">{say('ui.job.kind')}</th>
          <th scope="col">{say('ui.job.count')}</th>
        </tr>
      </thead>
      <tbody>
        {layers.map((layer) => (
          <tr key={layer.name}>
            <th scope="row">
              <span className={styles['layer']}>
                <Icon name={iconOf(layer.geometry)} />
                {layer.name}
              </span>
            </th>
            <td>{say(`ui.geometry.${layer.geometry}`)}</td>
            <td>
              {layer.count === null ? <Quiet inline>{say('ui.none')}</Quiet> : words.number(layer.count)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function iconOf(geometry: ShownResult['layers'][number]['geometry']): IconName {
  if (geometry === 'Raster') return 'basemap'
  if (geometry.endsWith('Point')) return 'Point'
  if (geometry.endsWith('Polygon')) return 'Polygon'
  return geometry === 'None' ? 'Table' : 'Line'
}
