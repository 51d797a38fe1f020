import type { UseQueryResult } from '@tanstack/react-query'
import { hasPolygons } from '#renderer/features/project/facts.ts'
import { Reading } from '#renderer/features/project/reading.tsx'
import styles from '#renderer/features/project/summary.module.css'
import { Button } from '#renderer/ui/button.tsx'
import { ErrorCard } from '#renderer/ui/error-card.tsx'
import { Icon } from '#renderer/ui/icon.tsx'
import { useWords, type Words } from '#renderer/words/words.tsx'
import type { AppError } from '#worker/api/errors.ts'
import type { SourceSummary } from '#worker/api/sources.ts'

interface SourceCardProps {
  query: UseQueryResult<SourceSummary, AppError>
  /** What a feature of this file is. `tasks` and `area` need polygons. */
  as: 'features' | 'tasks' | 'area'
}

/** What a file of features, tasks or an area holds. */
export function SourceCard({ query, as }: SourceCardProps) {
  const words = useWords()
  const { data, error, isFetching, refetch } = query
  if (error) {
    return (
      <ErrorCard
        error={error.data}
        small
        actions={
          <Button kind="plain" icon="retry" busy={isFetching} onPress={() => void refetch()}>
            {words.say('ui.form.again')}
          </Button>
        }
      />
    )
  }
  if (!data) return <Reading text={words.say('ui.source.reading')} />
  const count = words.say(as === 'tasks' ? 'ui.source.tasks' : 'ui.source.features', { count: data.count })
  return (
    <div className={styles['card']}>
      <p className={styles['title']}>{count}</p>
      <p className={styles['facts']}>
        {[kindsOf(data, words), data.crs === '' ? words.say('ui.source.crsAssumed') : data.crs].join(' · ')}
      </p>
      {data.extent && <p className={styles['facts']}>{extentOf(data.extent, words)}</p>}
      {as !== 'features' && !hasPolygons(data) && (
        <p className={styles['problem']}>
          <Icon name="cross" size={14} /> {words.say('ui.source.notPolygons')}
        </p>
      )}
    </div>
  )
}

function kindsOf({ geometries }: SourceSummary, words: Words): string {
  return Object.entries(geometries)
    .map(([type, count]) =>
      words.say('ui.source.kind', { count, kind: words.find(`ui.kind.${type}`, { count }) ?? type }),
    )
    .join(', ')
}

function extentOf([west, south, east, north]: NonNullable<SourceSummary['extent']>, { say, degree }: Words) {
  return say('ui.source.extent', {
    west: degree(west),
    south: degree(south),
    east: degree(east),
    north: degree(north),
  })
}
