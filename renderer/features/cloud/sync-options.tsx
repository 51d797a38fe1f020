import planStyles from '#renderer/features/cloud/plan.module.css'
import { Select } from '#renderer/ui/select.tsx'
import { Switch } from '#renderer/ui/switch.tsx'
import { useWords } from '#renderer/words/words.tsx'

export interface SyncOptions {
  download: boolean
  makePackage: boolean
  /** Bytes a second; null = as fast as it goes. */
  limitRate: number | null
}

/** Bytes a second that a slow line can be held to. */
const limits = [1_000_000, 250_000, 60_000]

interface SyncOptionFieldsProps {
  options: SyncOptions
  onChange: (options: SyncOptions) => void
}

/** What else a sync does, and how fast. */
export function SyncOptionFields({ options, onChange }: SyncOptionFieldsProps) {
  const { say, size } = useWords()
  return (
    <div className={planStyles['options']}>
      <Switch
        label={say('ui.sync.download')}
        hint={say('ui.sync.downloadHint')}
        on={options.download}
        onChange={(download) => onChange({ ...options, download })}
      />
      <Switch
        label={say('ui.sync.package')}
        hint={say('ui.sync.packageHint')}
        on={options.makePackage}
        onChange={(makePackage) => onChange({ ...options, makePackage })}
      />
      <div className={planStyles['limit']}>
        <Select
          label={say('ui.sync.limit')}
          value={String(options.limitRate ?? 0)}
          options={[
            { id: '0', label: say('ui.sync.limitNone') },
            ...limits.map((rate) => ({
              id: String(rate),
              label: say('ui.sync.limitRate', { rate: size(rate) }),
            })),
          ]}
          onChange={(id) => onChange({ ...options, limitRate: id === '0' ? null : Number(id) })}
        />
      </div>
    </div>
  )
}
