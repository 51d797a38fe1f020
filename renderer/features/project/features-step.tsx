import { useDraft } from '#renderer/features/project/draft-context.tsx'
import type { DraftChecks } from '#renderer/features/project/facts.ts'
import { SourceCard } from '#renderer/features/project/source-card.tsx'
import { Step } from '#renderer/features/project/step.tsx'
import { FileBox } from '#renderer/ui/file-box.tsx'
import { useWords } from '#renderer/words/words.tsx'

/** Step 2: what is already known of the place. */
export function FeaturesStep({ checks }: { checks: DraftChecks }) {
  const { say } = useWords()
  const [draft, change] = useDraft()
  return (
    <Step
      id="features"
      number={2}
      done={checks.facts.features === 'fit'}
      title={say('ui.new.features')}
      hint={say('ui.new.featuresHint')}
      optional
    >
      <FileBox
        purpose="features"
        icon="features"
        label={say('ui.new.featuresBox')}
        file={draft.features}
        onFile={(file) => change({ type: 'given', purpose: 'features', file })}
        onRemove={() => change({ type: 'removed', purpose: 'features' })}
      />
      {draft.features !== null && <SourceCard query={checks.features} as="features" />}
    </Step>
  )
}
