import { useMemo } from 'react'
import styles from '#renderer/features/folder/delta-browser.module.css'
import { type DeltaFilter, type DeltaRow, tally } from '#renderer/features/folder/delta-row.ts'
import { Select } from '#renderer/ui/select.tsx'
import { useWords } from '#renderer/words/words.tsx'

interface DeltaFiltersProps {
  rows: DeltaRow[]
  filter: DeltaFilter
  onChange: (filter: DeltaFilter) => void
}

/** Which changes the list shows, by what there is: a choice that would show nothing isn't offered. */
export function DeltaFilters({ rows, filter, onChange }: DeltaFiltersProps) {
  const { say } = useWords()
  const there = useMemo(
    () => ({
      status: tally(rows, ({ status }) => status),
      layer: tally(rows, ({ layerId }) => layerId),
      method: tally(rows, ({ method }) => method),
      names: new Map(rows.map(({ layerId, layer }) => [layerId, layer])),
    }),
    [rows],
  )
  const all = (kind: 'status' | 'layer' | 'method') => ({
    id: 'all',
    label: say(`ui.changes.filter.all.${kind}`),
  })
  const option = (id: string, name: string, count: number) => ({
    id,
    label: say('ui.changes.filter.option', { name, count }),
  })
  return (
    <div className={styles['filters']}>
      <Select
        compact
        label={say('ui.changes.filter.status')}
        value={filter.status}
        options={[
          all('status'),
          ...there.status.map(([id, count]) => option(id, say(`ui.delta.status.${id}`), count)),
        ]}
        onChange={(status) => onChange({ ...filter, status: status as DeltaFilter['status'] })}
      />
      <Select
        compact
        label={say('ui.changes.filter.layer')}
        value={filter.layerId}
        options={[
          all('layer'),
          ...there.layer.map(([id, count]) => option(id, there.names.get(id) ?? id, count)),
        ]}
        onChange={(layerId) => onChange({ ...filter, layerId })}
      />
      <Select
        compact
        label={say('ui.changes.filter.method')}
        value={filter.method}
        options={[
          all('method'),
          ...there.method.map(([id, count]) => option(id, say(`ui.delta.method.${id}`), count)),
        ]}
        onChange={(method) => onChange({ ...filter, method: method as DeltaFilter['method'] })}
      />
    </div>
  )
}
