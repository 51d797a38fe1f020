import { useDraft } from '#renderer/features/project/draft-context.tsx'
import { ExtentField } from '#renderer/features/project/extent-field.tsx'
import type { DraftChecks } from '#renderer/features/project/facts.ts'
import { findMissing } from '#renderer/features/project/missing.ts'
import { SourceCard } from '#renderer/features/project/source-card.tsx'
import { Step } from '#renderer/features/project/step.tsx'
import styles from '#renderer/features/project/steps.module.css'
import { Choices } from '#renderer/ui/choice.tsx'
import { FileBox } from '#renderer/ui/file-box.tsx'
import { useWords } from '#renderer/words/words.tsx'

/** Step 3: where the work is and how it is divided. */
export function AreaStep({ checks }: { checks: DraftChecks }) {
  const { say } = useWords()
  const [draft, change] = useDraft()
  const fileBox = (purpose: 'tasks' | 'area') => (
    <div className={styles['stack']}>
      <FileBox
        purpose={purpose}
        icon="tasks"
        label={say(`ui.new.${purpose}Box`)}
        file={draft[purpose]}
        onFile={(file) => change({ type: 'given', purpose, file })}
        onRemove={() => change({ type: 'removed', purpose })}
      />
      {draft[purpose] !== null && <SourceCard query={checks[purpose]} as={purpose} />}
    </div>
  )
  const isDone =
    checks.facts[draft.division === 'area' ? 'area' : 'tasks'] !== 'checking' &&
    findMissing(draft, checks.facts).every(({ step, what }) => step !== 'area' && what !== 'features')
  const noFeatures = draft.features === null

  return (
    <Step id="area" number={3} done={isDone} title={say('ui.new.area')} hint={say('ui.new.areaHint')}>
      <Choices
        label={say('ui.new.division')}
        value={draft.division}
        onChange={(division) => change({ type: 'changed', patch: { division } })}
        choices={[
          {
            id: 'tasks',
            label: say('ui.new.division.tasks'),
            hint: say('ui.new.division.tasksHint'),
            children: fileBox('tasks'),
          },
          {
            id: 'around',
            label: say('ui.new.division.around'),
            hint: say(noFeatures ? 'ui.new.division.aroundOff' : 'ui.new.division.aroundHint'),
            disabled: noFeatures,
          },
          {
            id: 'area',
            label: say('ui.new.division.area'),
            hint: say('ui.new.division.areaHint'),
            children: fileBox('area'),
          },
          {
            id: 'extent',
            label: say('ui.new.division.extent'),
            hint: say('ui.new.division.extentHint'),
            children: <ExtentField featuresExtent={checks.features.data?.extent ?? null} />,
          },
        ]}
      />
    </Step>
  )
}
