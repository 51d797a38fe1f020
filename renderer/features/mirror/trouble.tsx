import type { MirrorLook } from '#renderer/features/mirror/look.ts'
import { useWords } from '#renderer/words/words.tsx'
import type { MirrorStatus } from '#worker/api/mirror.ts'

interface TroubleProps {
  status: MirrorStatus
  look: MirrorLook
}

/** Why there is no connection, and what mends it; nothing where the state says it all. */
export function Trouble({ status, look }: TroubleProps) {
  const { say } = useWords()
  const { state, trouble, host, database } = status
  if (trouble === null || (look.word !== 'unreachable' && look.word !== 'refused')) return null
  // A line that broke in the middle is nobody's fault, and mends itself.
  if (state === 'unreachable' && trouble === 'other') return <p>{say('ui.mirror.broke', { host })}</p>
  return (
    <p>
      {say(`ui.mirror.trouble.${trouble}.what`, { host, database })}{' '}
      {say(`ui.mirror.trouble.${trouble}.todo`)}
    </p>
  )
}
