import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import serverStyles from '#renderer/features/cloud/server.module.css'
import { Button } from '#renderer/ui/button.tsx'
import { Buttons } from '#renderer/ui/buttons.tsx'
import { ErrorCard } from '#renderer/ui/error-card.tsx'
import { Loading } from '#renderer/ui/loading.tsx'
import { useWords } from '#renderer/words/words.tsx'
import type { AppError } from '#worker/api/errors.ts'

interface ServerPartProps {
  label: string
  /** What the server was asked for. */
  asked: Pick<UseQueryResult<unknown, AppError>, 'error' | 'isPending' | 'isFetching' | 'refetch'>
  /** Why something else that was asked of it failed. */
  error: AppError | null
  /** What can be done here, before the way to ask again. */
  actions: ReactNode
  /** Between the actions and what the server said. */
  above?: ReactNode
  children: ReactNode
}

/** One side of the project on its server, as it was when it was last asked. */
export function ServerPart({ label, asked, error, actions, above, children }: ServerPartProps) {
  const { say } = useWords()
  return (
    <section className={serverStyles['part']} aria-label={label}>
      <Buttons>
        {actions}
        <Button
          kind="plain"
          icon="retry"
          busy={asked.isFetching && !asked.isPending}
          onPress={() => void asked.refetch()}
        >
          {say('ui.cloud.refresh')}
        </Button>
      </Buttons>
      {above}
      {asked.error && <ErrorCard error={asked.error.data} small />}
      {error && <ErrorCard error={error.data} small />}
      {asked.isPending && <Loading text={say('ui.cloud.loading')} />}
      {children}
    </section>
  )
}
