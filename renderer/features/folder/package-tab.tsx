import { useState } from 'react'
import { useAsk } from '#renderer/bridge/query.ts'
import styles from '#renderer/features/folder/folder.module.css'
import { JobState } from '#renderer/features/folder/job-state.tsx'
import { lostLayers } from '#renderer/features/folder/lost.ts'
import { packageOf } from '#renderer/features/folder/outcome.ts'
import { PackageOutcome } from '#renderer/features/folder/package-outcome.tsx'
import { PlaceField } from '#renderer/features/folder/place-field.tsx'
import { useFolderJob, useStart } from '#renderer/features/folder/use-folder-job.ts'
import { isOpen } from '#renderer/features/jobs/state.ts'
import { Button } from '#renderer/ui/button.tsx'
import { Segments } from '#renderer/ui/choice.tsx'
import { ErrorCard } from '#renderer/ui/error-card.tsx'
import { Quiet } from '#renderer/ui/quiet.tsx'
import { Switch } from '#renderer/ui/switch.tsx'
import { useWords } from '#renderer/words/words.tsx'

type Actions = 'cloud' | 'cable'

/** Makes the package that goes to the tablets, as QFieldCloud does on its server. */
export function PackageTab({ folder, beside }: { folder: string; beside: string }) {
  const { say } = useWords()
  const job = useFolderJob('package', folder)
  const { start, busy, error } = useStart('jobs.package')
  const [actions, setActions] = useState<Actions>(job?.request['actions'] === 'cable' ? 'cable' : 'cloud')
  const [zip, setZip] = useState(job?.request['zip'] === true)
  const [offline, setOffline] = useState(job?.request['offline'] === true)
  const suggestion = useAsk('folder.beside', { folder: beside, suffix: 'package' }, { fresh: true })
  const [chosen, setChosen] = useState<string | null>(null)
  const out = chosen ?? suggestion.data ?? null
  const failure = error ?? suggestion.error
  const lost = job === null ? [] : lostLayers(job, packageOf(job))
  const make = (leaveOut: string[]) => {
    if (out !== null) start({ folder, out, zip, actions, offline, leaveOut })
  }
  const running = job !== null && isOpen(job)
  return (
    <>
      {!running && (
        <div className={styles['setup']}>
          <Quiet large>{say('ui.package.intro')}</Quiet>
          <div className={styles['stack']}>
            <span className={styles['label']}>{say('ui.package.actions')}</span>
            <Segments
              label={say('ui.package.actions')}
              value={actions}
              onChange={setActions}
              choices={[
                { id: 'cloud', label: say('ui.package.actions.cloud') },
                { id: 'cable', label: say('ui.package.actions.cable') },
              ]}
            />
          </div>
          <PlaceField
            label={say('ui.package.place')}
            title={say('ui.package.placeTitle')}
            path={out}
            onChange={setChosen}
          />
          <div className={styles['row']}>
            <Switch
              label={say('ui.package.zip')}
              hint={say('ui.package.zipHint')}
              on={zip}
              onChange={setZip}
            />
            <Switch
              label={say('ui.check.offline')}
              hint={say('ui.check.offlineHint')}
              on={offline}
              onChange={setOffline}
            />
          </div>
          <div>
            <Button
              kind={job === null ? 'primary' : 'secondary'}
              icon="package"
              muted={busy || out === null}
              onPress={() => make([])}
            >
              {say(job === null ? 'ui.package.start' : 'ui.package.again')}
            </Button>
          </div>
          {failure && <ErrorCard error={failure.data} small />}
        </div>
      )}
      {job && (
        <JobState
          job={job}
          actions={
            lost.length > 0 && (
              <Button icon="package" muted={busy} onPress={() => make(lost)}>
                {say('ui.package.without', { count: lost.length })}
              </Button>
            )
          }
        />
      )}
      {job && <PackageOutcome job={job} />}
    </>
  )
}
