import { useState } from 'react'
import { ask } from '#renderer/bridge/bridge.ts'
import type { CloudPlace } from '#renderer/features/cloud/place.ts'
import { ReapplySheet } from '#renderer/features/cloud/reapply-sheet.tsx'
import type { DeltaRow } from '#renderer/features/folder/delta-row.ts'
import { useOpenFolder } from '#renderer/features/folder/opened-context.tsx'
import { useStart } from '#renderer/features/folder/use-folder-job.ts'
import { Button } from '#renderer/ui/button.tsx'
import { Buttons } from '#renderer/ui/buttons.tsx'
import { type Action, ActionMenu } from '#renderer/ui/menu.tsx'
import { Quiet } from '#renderer/ui/quiet.tsx'
import { useToast } from '#renderer/ui/toast.tsx'
import { useWords } from '#renderer/words/words.tsx'
import { toErrorData } from '#worker/api/errors.ts'

interface ServerChangeActionsProps {
  folder: string
  place: CloudPlace
  all: DeltaRow[]
  chosen: DeltaRow[]
  onChanged: () => void
}

/** What can be done with changes on the server. What goes back to it is shown first, always. */
export function ServerChangeActions({ folder, place, all, chosen, onChanged }: ServerChangeActionsProps) {
  const words = useWords()
  const { say } = words
  const toast = useToast()
  const open = useOpenFolder()
  const { start } = useStart('jobs.applyDeltas')
  const [preview, setPreview] = useState<'these' | 'newer' | null>(null)
  const { accountId, projectId } = place
  const wanted = new Set(chosen.map(({ uuid }) => uuid))
  const uuids = all.map(({ uuid }) => uuid).filter((uuid) => wanted.has(uuid))

  const exportTo = async (then: (file: string, count: number) => void) => {
    try {
      const out = await ask('files.save', { purpose: 'deltas', name: 'deltas.json' })
      if (out === null) return
      const { file, count } = await ask('cloud.exportDeltas', { accountId, projectId, uuids, out })
      then(file, count)
    } catch (thrown) {
      toast({ message: words.error(toErrorData(thrown)).what })
    }
  }
  const more: Action[] = [
    {
      id: 'newer',
      label: say('ui.cloud.changes.newer'),
      icon: 'retry',
      run: () => setPreview('newer'),
    },
    {
      id: 'local',
      label: say('ui.cloud.changes.local'),
      icon: 'project',
      run: () =>
        void exportTo((file) => {
          start({ folder, files: [file], dryRun: true, again: true })
          open(folder, 'changes')
        }),
    },
    {
      id: 'export',
      label: say('ui.changes.export', { count: uuids.length }),
      icon: 'drop',
      run: () =>
        void exportTo((file, count) =>
          toast({
            message: say('ui.changes.exported', { count }),
            action: { label: say('ui.job.reveal'), run: () => void ask('shell.reveal', { path: file }) },
          }),
        ),
    },
  ]
  return (
    <Buttons>
      <Quiet inline>{say('ui.changes.chosen', { count: chosen.length })}</Quiet>
      <Button icon="retry" onPress={() => setPreview('these')}>
        {say('ui.cloud.changes.again')}
      </Button>
      <ActionMenu label={say('ui.changes.actions')} actions={more} />
      {preview !== null && (
        <ReapplySheet
          place={place}
          uuids={uuids}
          andNewer={preview === 'newer'}
          onClose={() => setPreview(null)}
          onPushed={onChanged}
        />
      )}
    </Buttons>
  )
}
