import { useAsk } from '#renderer/bridge/query.ts'
import { MirrorStatus } from '#renderer/features/mirror/mirror-status.tsx'
import { ariaKeysOf } from '#renderer/features/shell/keys.ts'
import { type Screen, useGo, useScreen } from '#renderer/features/shell/screen.tsx'
import styles from '#renderer/features/shell/sidebar.module.css'
import type { CommandId } from '#electron/api/commands.ts'
import { classes } from '#renderer/ui/classes.ts'
import { Icon, type IconName } from '#renderer/ui/icon.tsx'
import { useWords } from '#renderer/words/words.tsx'

interface Entry {
  screen: Screen
  icon: IconName
  label: string
  command: CommandId
  note?: string | undefined
}

/** The ways to the screens. */
export function Sidebar() {
  const { say } = useWords()
  const { data: report } = useAsk('doctor.run', {})
  const note = report && !report.ready ? say('ui.nav.setupAttention') : undefined
  return (
    <nav className={styles['sidebar']} aria-label={say('ui.nav')} data-pane>
      <p className={styles['brand']}>
        <Mark />
        {say('ui.app')}
      </p>
      <ul>
        <Item screen={{ name: 'new' }} icon="plus" label={say('ui.nav.new')} command="project.new" />
        <Item screen={{ name: 'folder' }} icon="project" label={say('ui.nav.folder')} command="folder.show" />
        <Item screen={{ name: 'jobs' }} icon="stack" label={say('ui.nav.jobs')} command="jobs.show" />
      </ul>
      <ul className={styles['low']}>
        <MirrorStatus className={styles['item']} />
        <Item
          screen={{ name: 'setup' }}
          icon="pulse"
          label={say('ui.nav.setup')}
          command="setup.show"
          note={note}
        />
        <Item
          screen={{ name: 'settings' }}
          icon="sliders"
          label={say('ui.nav.settings')}
          command="settings.show"
        />
      </ul>
    </nav>
  )
}

function Item({ screen, icon, label, command, note }: Entry) {
  const go = useGo()
  const current = useScreen()
  const isHere =
    current.name === screen.name ||
    (screen.name === 'jobs' && current.name === 'job') ||
    (screen.name === 'new' && current.name === 'preview')
  return (
    <li>
      <button
        type="button"
        className={classes(styles['item'], isHere && styles['here'])}
        aria-keyshortcuts={ariaKeysOf(command)}
        {...(isHere ? { 'aria-current': 'page' as const } : {})}
        onClick={() => go(screen)}
      >
        <Icon name={icon} />
        <span className={styles['label']}>{label}</span>
        {note && (
          <span className={styles['note']}>
            <Icon name="alert" size={14} />
            <span className="visually-hidden">{note}</span>
          </span>
        )}
      </button>
    </li>
  )
}

/** The app's mark: a folded sheet with a place on it. */
function Mark() {
  return (
    <svg width="22" height="22" viewBox="0 0 22 22" fill="none" aria-hidden="true">
      <rect className={styles['markSheet']} x="1" y="1" width="20" height="20" rx="6" />
      <path
        className={styles['markLine']}
        d="M11 16.5s4.25-4.1 4.25-7.35a4.25 4.25 0 1 0-8.5 0c0 3.25 4.25 7.35 4.25 7.35Z"
      />
      <circle className={styles['markDot']} cx="11" cy="9.1" r="1.4" />
    </svg>
  )
}
