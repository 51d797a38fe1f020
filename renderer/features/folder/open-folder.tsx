import { ask } from '#renderer/bridge/bridge.ts'
import { useAsk } from '#renderer/bridge/query.ts'
import { CloudTab } from '#renderer/features/cloud/cloud-tab.tsx'
import { ChangesTab } from '#renderer/features/folder/changes-tab.tsx'
import { CheckTab } from '#renderer/features/folder/check-tab.tsx'
import styles from '#renderer/features/folder/folder.module.css'
import { type FolderTab, useOpenFolder } from '#renderer/features/folder/opened-context.tsx'
import { PackageTab } from '#renderer/features/folder/package-tab.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { ErrorCard } from '#renderer/ui/error-card.tsx'
import { Loading } from '#renderer/ui/loading.tsx'
import { Page } from '#renderer/ui/page.tsx'
import { Tabs } from '#renderer/ui/tabs.tsx'
import { useWords, type Words } from '#renderer/words/words.tsx'
import { AppError } from '#worker/api/errors.ts'
import type { FolderLook } from '#worker/api/projects.ts'

/** An opened project: what it is, and its sides. */
export function OpenFolder({ path, tab }: { path: string; tab: FolderTab }) {
  const words = useWords()
  const { say } = words
  const open = useOpenFolder()
  const look = useAsk('folder.look', { folder: path }, { refetchOnWindowFocus: true })
  const title = look.data?.title || nameOf(look.data?.folder ?? path)
  const chooseFile = async () => {
    const file = await ask('files.choose', { purpose: 'project' })
    if (file !== null) open(file.path)
  }
  return (
    <Page
      wide
      title={title}
      actions={
        <>
          {look.data && (
            <Button icon="folder" onPress={() => void ask('shell.reveal', { path: look.data.folder })}>
              {say('ui.job.reveal')}
            </Button>
          )}
          <Button onPress={() => open(null)}>{say('ui.folder.another')}</Button>
        </>
      }
      lead={
        <>
          <span className={styles['path']}>{look.data?.folder ?? path}</span>
          {look.data && factsOf(look.data, words).map((fact) => <span key={fact}>{fact}</span>)}
        </>
      }
    >
      {look.isPending && <Loading text={say('ui.folder.looking')} />}
      {look.error && (
        <ErrorCard
          error={look.error.data}
          actions={
            <Button icon="retry" busy={look.isFetching} onPress={() => void look.refetch()}>
              {say('ui.retry')}
            </Button>
          }
        />
      )}
      {look.data && look.data.projects === 0 && (
        <ErrorCard error={look.data.error ?? new AppError('project.missing', { folder: path }).data} />
      )}
      {look.data && look.data.projects > 0 && (
        <>
          {look.data.error && (
            <div className={styles['notice']}>
              <ErrorCard
                error={look.data.error}
                actions={
                  look.data.projects > 1 && (
                    <Button icon="folder" onPress={() => void chooseFile()}>
                      {say('ui.folder.chooseFile')}
                    </Button>
                  )
                }
              />
            </div>
          )}
          <Sides look={look.data} path={path} tab={tab} />
        </>
      )}
    </Page>
  )
}

function Sides({ look, path, tab }: { look: FolderLook; path: string; tab: FolderTab }) {
  const { say } = useWords()
  const open = useOpenFolder()
  // With one project the folder says it all; among several the file does.
  const folder = look.projects === 1 ? look.folder : path
  return (
    <Tabs
      label={say('ui.folder.sides')}
      value={tab}
      onChange={(next) => open(path, next)}
      tabs={[
        { id: 'check', label: say('ui.folder.check'), children: <CheckTab folder={folder} /> },
        {
          id: 'package',
          label: say('ui.folder.package'),
          children: <PackageTab folder={folder} beside={look.folder} />,
        },
        {
          id: 'changes',
          label: say('ui.folder.changes'),
          count: look.deltas.pending,
          children: <ChangesTab folder={folder} isShown={tab === 'changes'} />,
        },
        {
          id: 'cloud',
          label: say('ui.folder.cloud'),
          children: (
            <CloudTab folder={folder} title={look.title || nameOf(look.folder)} isShown={tab === 'cloud'} />
          ),
        },
      ]}
    />
  )
}

function factsOf(look: FolderLook, { say, size }: Words): string[] {
  return [
    ...(look.project === null ? [] : [look.project]),
    ...(look.layers === 0 ? [] : [say('ui.jobs.layers', { count: look.layers })]),
    say('ui.job.files', { count: look.files, size: size(look.size) }),
    ...(look.qgisVersion === '' ? [] : [say('ui.folder.savedBy', { version: look.qgisVersion })]),
  ]
}

/** The last segment of a path of any system. */
function nameOf(path: string): string {
  return path.split(/[/\\]/).findLast((part) => part !== '') ?? path
}
