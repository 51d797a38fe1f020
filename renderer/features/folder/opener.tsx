import { ask } from '#renderer/bridge/bridge.ts'
import { useAsk } from '#renderer/bridge/query.ts'
import { jobsInput } from '#renderer/bridge/live.ts'
import styles from '#renderer/features/folder/folder.module.css'
import { useOpenFolder } from '#renderer/features/folder/opened-context.tsx'
import { recentFolders } from '#renderer/features/folder/recent.ts'
import { MapPicture } from '#renderer/features/jobs/map-picture.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { CardList } from '#renderer/ui/card-list.tsx'
import { EmptyState } from '#renderer/ui/empty-state.tsx'
import { Icon } from '#renderer/ui/icon.tsx'
import { Page } from '#renderer/ui/page.tsx'
import { Quiet } from '#renderer/ui/quiet.tsx'
import { useWords } from '#renderer/words/words.tsx'

/** Where a project is chosen: a folder, a project file, or one that was open before. */
export function Opener() {
  const { say, when } = useWords()
  const open = useOpenFolder()
  const { data: jobs } = useAsk('jobs.list', jobsInput)
  const recent = recentFolders(jobs ?? [])
  const chooseFolder = async () => {
    const folder = await ask('folder.choose', { title: say('ui.folder.chooseTitle') })
    if (folder !== null) open(folder)
  }
  const chooseFile = async () => {
    const file = await ask('files.choose', { purpose: 'project' })
    if (file !== null) open(file.path)
  }
  return (
    <Page title={say('ui.folder.open')}>
      <EmptyState
        picture={<MapPicture />}
        title={say('ui.folder.emptyTitle')}
        text={say('ui.folder.emptyText')}
        actions={
          <>
            <Button kind="primary" icon="folder" onPress={() => void chooseFolder()}>
              {say('ui.folder.chooseFolder')}
            </Button>
            <Button onPress={() => void chooseFile()}>{say('ui.folder.chooseFile')}</Button>
          </>
        }
      />
      {recent.length > 0 && (
        <section className={styles['recent']} aria-labelledby="recent">
          <h2 id="recent">{say('ui.folder.recent')}</h2>
          <CardList>
            {recent.map(({ folder, title, at }) => (
              <li key={folder}>
                <button type="button" className={styles['entry']} onClick={() => open(folder)}>
                  <Icon name="project" />
                  <span className={styles['entryText']}>
                    <span className={styles['entryTitle']}>{title}</span>
                    <span className={styles['path']}>{folder}</span>
                  </span>
                  <Quiet inline>{when(at)}</Quiet>
                </button>
              </li>
            ))}
          </CardList>
        </section>
      )}
    </Page>
  )
}
