import { useDraft } from '#renderer/features/project/draft-context.tsx'
import { formatExtent, parseExtent } from '#renderer/features/project/extent.ts'
import styles from '#renderer/features/project/steps.module.css'
import { Button } from '#renderer/ui/button.tsx'
import { Field } from '#renderer/ui/field.tsx'
import { useWords } from '#renderer/words/words.tsx'
import type { Extent } from '#worker/api/sources.ts'

/** Four degrees in one line, which can be pasted from anywhere. */
export function ExtentField({ featuresExtent }: { featuresExtent: Extent | null }) {
  const { say } = useWords()
  const [draft, change] = useDraft()
  const typed = parseExtent(draft.extent)
  const setExtent = (extent: string) => change({ type: 'changed', patch: { extent } })
  return (
    <div className={styles['stack']}>
      <Field
        label={say('ui.new.extent')}
        value={draft.extent}
        onChange={setExtent}
        placeholder={say('ui.new.extentPlaceholder')}
        hint={say('ui.new.extentHint')}
        problem={draft.extent.trim() === '' || typed.ok ? null : say(`ui.extent.${typed.problem}`)}
      />
      {featuresExtent && (
        <div>
          <Button onPress={() => setExtent(formatExtent(featuresExtent))}>{say('ui.new.extentUse')}</Button>
        </div>
      )}
    </div>
  )
}
