import { useQueryClient } from '@tanstack/react-query'
import { ask } from '#renderer/bridge/bridge.ts'
import type { Run } from '#renderer/features/folder/run.ts'
import { type DeltaRow, fromFirstOn } from '#renderer/features/folder/delta-row.ts'
import { Button } from '#renderer/ui/button.tsx'
import { Buttons } from '#renderer/ui/buttons.tsx'
import { type Action, ActionMenu } from '#renderer/ui/menu.tsx'
import { Quiet } from '#renderer/ui/quiet.tsx'
import { useToast } from '#renderer/ui/toast.tsx'
import { useWords } from '#renderer/words/words.tsx'
import { toErrorData } from '#worker/api/errors.ts'
import type { KeptDelta } from '#worker/api/deltas.ts'

interface DeltaActionsProps {
  folder: string
  chosen: DeltaRow[]
  /** Every change of the folder, oldest first. */
  all: DeltaRow[]
  known: ReadonlyMap<string, KeptDelta>
  busy: boolean
  onRun: (request: Run) => void
}

/** What can be done with the chosen changes. Whatever would touch the data is tried out first, always. */
export function DeltaActions({ folder, chosen, all, known, busy, onRun }: DeltaActionsProps) {
  const words = useWords()
  const { say } = words
  const toast = useToast()
  const cache = useQueryClient()
  // In the order in which they came, whatever the list shows first; what the ledger does not know can't be asked for.
  const wanted = new Set(chosen.map(({ uuid }) => uuid))
  const uuids = all.map(({ uuid }) => uuid).filter((uuid) => wanted.has(uuid))
  const undoable = uuids.filter((uuid) => known.get(uuid)?.status === 'applied')
  const ignored = uuids.filter((uuid) => known.get(uuid)?.status === 'ignored')
  const ignorable = uuids.filter((uuid) => !['applied', 'ignored'].includes(known.get(uuid)?.status ?? ''))
  const newer = fromFirstOn(all, wanted)

  const attempt = async (work: () => Promise<void>) => {
    try {
      await work()
    } catch (thrown) {
      toast({ message: words.error(toErrorData(thrown)).what })
    }
  }
  const mark = (which: string[], status: 'ignored' | 'pending') =>
    attempt(async () => {
      const { changed } = await ask('deltas.mark', { folder, uuids: which, status })
      toast({ message: say(`ui.changes.marked.${status}`, { count: changed }) })
      for (const method of ['deltas.list', 'folder.look'])
        void cache.invalidateQueries({ queryKey: [method] })
    })
  const exportFile = () =>
    attempt(async () => {
      const out = await ask('files.save', { purpose: 'deltas', name: 'deltas.json' })
      if (out === null) return
      const { count } = await ask('deltas.export', { folder, uuids, out })
      toast({
        message: say('ui.changes.exported', { count }),
        action: {
          label: say('ui.job.reveal'),
          run: () => void attempt(async () => void (await ask('shell.reveal', { path: out }))),
        },
      })
    })

  const more: Action[] = [
    {
      id: 'newer',
      label: say('ui.changes.newer', { count: newer.length }),
      icon: 'retry',
      run: () => onRun({ uuids: newer, again: true, dryRun: true }),
    },
    ...(ignorable.length === 0
      ? []
      : [
          {
            id: 'ignore',
            label: say('ui.changes.ignore', { count: ignorable.length }),
            icon: 'off' as const,
            run: () => void mark(ignorable, 'ignored'),
          },
        ]),
    ...(ignored.length === 0
      ? []
      : [
          {
            id: 'wait',
            label: say('ui.changes.wait', { count: ignored.length }),
            icon: 'clock' as const,
            run: () => void mark(ignored, 'pending'),
          },
        ]),
    {
      id: 'export',
      label: say('ui.changes.export', { count: uuids.length }),
      icon: 'drop',
      run: () => void exportFile(),
    },
  ]
  if (uuids.length === 0) return null
  return (
    <Buttons>
      <Quiet inline>{say('ui.changes.chosen', { count: chosen.length })}</Quiet>
      <Button icon="retry" muted={busy} onPress={() => onRun({ uuids, again: true, dryRun: true })}>
        {say('ui.changes.again')}
      </Button>
      {undoable.length > 0 && (
        <Button
          icon="undo"
          muted={busy}
          onPress={() => onRun({ uuids: undoable, inverse: true, dryRun: true })}
        >
          {say('ui.changes.undo', { count: undoable.length })}
        </Button>
      )}
      <ActionMenu label={say('ui.changes.actions')} actions={more} />
    </Buttons>
  )
}
