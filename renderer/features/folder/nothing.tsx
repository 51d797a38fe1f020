import { Quiet } from '#renderer/ui/quiet.tsx'
import { useWords } from '#renderer/words/words.tsx'

/** A cell of a table with nothing in it. */
export function Nothing() {
  const { say } = useWords()
  return (
    <Quiet inline large>
      <span aria-hidden="true">–</span>
      <span className="visually-hidden">{say('ui.none')}</span>
    </Quiet>
  )
}
