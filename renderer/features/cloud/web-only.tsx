import serverStyles from '#renderer/features/cloud/server.module.css'
import { WebLink } from '#renderer/features/cloud/web-link.tsx'
import { Disclosure } from '#renderer/ui/disclosure.tsx'
import { useWords } from '#renderer/words/words.tsx'

const topics = ['secrets', 'changes', 'people'] as const

/** What QFieldCloud lets nobody do from outside its own pages, and the way to do it there. */
export function WebOnly({ url }: { url: string }) {
  const { say } = useWords()
  return (
    <Disclosure level={2} summary={say('ui.cloud.webOnly')}>
      <div className={serverStyles['webOnly']}>
        <dl>
          {topics.map((topic) => (
            <div key={topic}>
              <dt>{say(`ui.cloud.webOnly.${topic}`)}</dt>
              <dd>{say(`ui.cloud.webOnly.${topic}Text`)}</dd>
            </div>
          ))}
        </dl>
        <div>
          <WebLink url={url} />
        </div>
      </div>
    </Disclosure>
  )
}
