import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { keyOf, useAct } from '#renderer/bridge/query.ts'
import { hostOf } from '#renderer/features/cloud/account.ts'
import styles from '#renderer/features/cloud/cloud.module.css'
import { projectUrl, WebLink } from '#renderer/features/cloud/web-link.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Buttons } from '#renderer/ui/buttons.tsx'
import { Icon } from '#renderer/ui/icon.tsx'
import { Question } from '#renderer/ui/question.tsx'
import { useWords } from '#renderer/words/words.tsx'
import type { CloudLink } from '#worker/api/cloud.ts'

/** Which project of which server the folder belongs to, and when both were last equal. */
export function LinkedCard({ link }: { link: CloudLink }) {
  const { say, when } = useWords()
  const cache = useQueryClient()
  const [isAsking, setAsking] = useState(false)
  const { mutate, isPending, error } = useAct('cloud.unlink')
  const unlink = () =>
    mutate(
      { folder: link.folder },
      {
        onSuccess: () => {
          setAsking(false)
          cache.setQueryData(keyOf('cloud.link', { folder: link.folder }), null)
        },
      },
    )
  return (
    <section className={styles['linked']} aria-label={say('ui.sync.linked')}>
      <Icon name="cloud" size={20} />
      <div className={styles['accountText']}>
        <span className={styles['name']}>
          {link.owner} / {link.name}
        </span>
        <span className={styles['facts']}>
          <span>{hostOf(link.server)}</span>
          <span>
            {link.syncedAt === null
              ? say('ui.sync.never')
              : say('ui.sync.lastEqual', { when: when(link.syncedAt) })}
          </span>
        </span>
      </div>
      <Buttons>
        <WebLink url={projectUrl(link)} />
        <Button kind="plain" onPress={() => setAsking(true)}>
          {say('ui.sync.unlink')}
        </Button>
      </Buttons>
      <Question
        title={say('ui.sync.unlink.title')}
        text={say('ui.sync.unlink.text', { name: link.name, host: hostOf(link.server) })}
        action={say('ui.sync.unlink.do')}
        busy={isPending}
        error={error}
        open={isAsking}
        onClose={() => setAsking(false)}
        onAct={unlink}
      />
    </section>
  )
}
