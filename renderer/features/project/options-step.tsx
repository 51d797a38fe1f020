import { ask } from '#renderer/bridge/bridge.ts'
import { useDraft } from '#renderer/features/project/draft-context.tsx'
import type { DraftChecks } from '#renderer/features/project/facts.ts'
import { Step } from '#renderer/features/project/step.tsx'
import styles from '#renderer/features/project/steps.module.css'
import { Button } from '#renderer/ui/button.tsx'
import { ErrorCard } from '#renderer/ui/error-card.tsx'
import { Field } from '#renderer/ui/field.tsx'
import { FileBox } from '#renderer/ui/file-box.tsx'
import { PathField } from '#renderer/ui/path-field.tsx'
import { Switch } from '#renderer/ui/switch.tsx'
import { useWords } from '#renderer/words/words.tsx'

/** Step 4: name, place and what lies underneath. */
export function OptionsStep({ checks }: { checks: DraftChecks }) {
  const { say } = useWords()
  const [draft, change] = useDraft()
  const { facts, folder } = checks
  const changeFolder = async () => {
    const parent = await ask('folder.choose', { title: say('ui.new.folderTitle') })
    if (parent !== null) change({ type: 'changed', patch: { parent } })
  }
  return (
    <Step
      id="options"
      number={4}
      done={facts.title.trim() !== '' && facts.folder === 'fit'}
      title={say('ui.new.options')}
      hint={say('ui.new.optionsHint')}
    >
      <div className={styles['options']}>
        <Field
          label={say('ui.new.projectTitle')}
          value={facts.title}
          onChange={(title) => change({ type: 'changed', patch: { title } })}
          hint={say('ui.new.projectTitleHint')}
        />
        <div className={styles['stack']}>
          <PathField
            label={say('ui.new.folder')}
            icon="folder"
            path={facts.folder === 'none' ? say('ui.new.folderPending') : (folder.data?.folder ?? '')}
          >
            <Button kind="plain" onPress={() => void changeFolder()}>
              {say('ui.new.folderChange')}
            </Button>
          </PathField>
          {folder.error && facts.folder === 'unfit' && <ErrorCard error={folder.error.data} small />}
        </div>
        <div className={styles['stack']}>
          <span className={styles['label']}>
            {say('ui.new.basemap')} <span className={styles['quiet']}>{say('ui.new.optional')}</span>
          </span>
          <FileBox
            purpose="basemap"
            icon="basemap"
            label={say('ui.new.basemapBox')}
            file={draft.basemap}
            onFile={(file) => change({ type: 'given', purpose: 'basemap', file })}
            onRemove={() => change({ type: 'removed', purpose: 'basemap' })}
          />
        </div>
        <Switch
          label={say('ui.new.osm')}
          hint={say('ui.new.osmHint')}
          on={draft.openStreetMap}
          onChange={(openStreetMap) => change({ type: 'changed', patch: { openStreetMap } })}
        />
      </div>
    </Step>
  )
}
