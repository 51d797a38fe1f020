import { type ReactNode, useCallback, useRef } from 'react'
import { useBackOnline } from '#renderer/bridge/back-online.ts'
import { useLiveCache } from '#renderer/bridge/live.ts'
import { FolderScreen } from '#renderer/features/folder/folder-screen.tsx'
import { JobScreen } from '#renderer/features/jobs/job-screen.tsx'
import { JobsScreen } from '#renderer/features/jobs/jobs-screen.tsx'
import { NewProjectScreen } from '#renderer/features/project/new-project-screen.tsx'
import { PreviewScreen } from '#renderer/features/preview/preview-screen.tsx'
import { SettingsScreen } from '#renderer/features/settings/settings-screen.tsx'
import { SetupScreen } from '#renderer/features/setup/setup-screen.tsx'
import { DropOverlay } from '#renderer/features/shell/drop-overlay.tsx'
import { type Screen, useScreen } from '#renderer/features/shell/screen.tsx'
import styles from '#renderer/features/shell/shell.module.css'
import { Sidebar } from '#renderer/features/shell/sidebar.tsx'
import { useCommands } from '#renderer/features/shell/use-commands.ts'
import { useWindowDrop } from '#renderer/features/shell/use-window-drop.ts'
import { WorkerBanner } from '#renderer/features/shell/worker-banner.tsx'
import { useAnnounce } from '#renderer/ui/announce.tsx'
import { useWords } from '#renderer/words/words.tsx'
import type { Job } from '#worker/api/jobs.ts'

/** The window: sidebar, the current screen, and what lies over both. */
export function Shell() {
  const { say } = useWords()
  const announce = useAnnounce()
  const screen = useScreen()
  const main = useRef<HTMLElement>(null)
  const onState = useCallback(
    (job: Job) =>
      announce(say('ui.jobs.announce', { title: job.title, state: say(`ui.state.${job.state}`) })),
    [announce, say],
  )
  useLiveCache(onState)
  useBackOnline()
  useCommands()
  const hovering = useWindowDrop()
  return (
    <div className={styles['shell']}>
      <a
        className={styles['skip']}
        href="#main"
        onClick={(event) => {
          event.preventDefault()
          main.current?.querySelector<HTMLElement>('h1')?.focus()
        }}
      >
        {say('ui.skip')}
      </a>
      <Sidebar />
      <main ref={main} id="main" className={styles['main']} data-pane>
        <WorkerBanner />
        <Current screen={screen} />
      </main>
      {screen.name !== 'new' && screen.name !== 'folder' && <DropOverlay hovering={hovering} />}
    </div>
  )
}

function Current({ screen }: { screen: Screen }) {
  if (screen.name === 'job') return <JobScreen key={screen.id} id={screen.id} />
  if (screen.name === 'preview') return <PreviewScreen row={screen.row} />
  const Component = screens[screen.name]
  return <Component />
}

const screens: Record<Exclude<Screen['name'], 'job' | 'preview'>, () => ReactNode> = {
  jobs: JobsScreen,
  new: NewProjectScreen,
  folder: FolderScreen,
  setup: SetupScreen,
  settings: SettingsScreen,
}
