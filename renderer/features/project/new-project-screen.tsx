import { AreaStep } from '#renderer/features/project/area-step.tsx'
import { BuildBar } from '#renderer/features/project/build-bar.tsx'
import { emptyDraft } from '#renderer/features/project/draft.ts'
import { useDraft } from '#renderer/features/project/draft-context.tsx'
import { useDraftChecks } from '#renderer/features/project/facts.ts'
import { FeaturesStep } from '#renderer/features/project/features-step.tsx'
import { FormStep } from '#renderer/features/project/form-step.tsx'
import { OptionsStep } from '#renderer/features/project/options-step.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Page } from '#renderer/ui/page.tsx'
import { useToast } from '#renderer/ui/toast.tsx'
import { useWords } from '#renderer/words/words.tsx'

/** Four steps from a form to a build, all on one page and in any order. */
export function NewProjectScreen() {
  const { say } = useWords()
  const toast = useToast()
  const [draft, change] = useDraft()
  const checks = useDraftChecks(draft)
  const isEmpty = JSON.stringify(draft) === JSON.stringify(emptyDraft)
  const clear = () => {
    change({ type: 'replaced', draft: {} })
    toast({
      message: say('ui.new.cleared'),
      action: { label: say('ui.undo'), run: () => change({ type: 'replaced', draft }) },
    })
  }
  return (
    <Page
      title={say('ui.new.title')}
      actions={
        !isEmpty && (
          <Button kind="plain" onPress={clear}>
            {say('ui.new.clear')}
          </Button>
        )
      }
    >
      <FormStep checks={checks} />
      <FeaturesStep checks={checks} />
      <AreaStep checks={checks} />
      <OptionsStep checks={checks} />
      <BuildBar checks={checks} />
    </Page>
  )
}
