import { Button } from '#renderer/ui/button.tsx'
import { ErrorCard } from '#renderer/ui/error-card.tsx'
import { Sheet, SheetBody } from '#renderer/ui/sheet.tsx'
import { useWords } from '#renderer/words/words.tsx'
import type { AppError } from '#worker/api/errors.ts'

interface QuestionProps {
  title: string
  /** What it means. */
  text: string
  /** The button that does it. */
  action: string
  busy: boolean
  /** Why it was not done. */
  error: AppError | null
  open: boolean
  onClose: () => void
  onAct: () => void
}

/** Asks before something is done that isn't undone with a button. */
export function Question({ title, text, action, busy, error, open, onClose, onAct }: QuestionProps) {
  const { say } = useWords()
  return (
    <Sheet title={title} open={open} onClose={onClose}>
      <SheetBody
        end={
          <>
            <Button onPress={onClose}>{say('ui.cancel')}</Button>
            <Button kind="primary" busy={busy} onPress={onAct}>
              {action}
            </Button>
          </>
        }
      >
        <p>{text}</p>
        {error && <ErrorCard error={error.data} small />}
      </SheetBody>
    </Sheet>
  )
}
