import { useMemo } from 'react'
import styles from '#renderer/features/folder/change-picture.module.css'
import { fit, pathOf, type Project } from '#renderer/features/folder/picture.ts'
import { type Place, readWkt, type Shape } from '#renderer/features/folder/wkt.ts'
import { Quiet } from '#renderer/ui/quiet.tsx'
import { useWords } from '#renderer/words/words.tsx'
import type { Delta } from '#worker/api/deltas.ts'

const frame = { width: 320, height: 200, margin: 28 }

/** The geometry before and after a change, drawn one over the other. */
export function ChangePicture({ delta }: { delta: Delta }) {
  const { say } = useWords()
  const { before, after, project } = useMemo(() => drawingOf(delta), [delta])
  if (project === null) return <Quiet>{say('ui.delta.noGeometry')}</Quiet>
  const label = before && after ? 'ui.delta.map.both' : before ? 'ui.delta.map.before' : 'ui.delta.map.after'
  const moved = before && after ? wayBetween(before, after, project) : null
  return (
    <figure className={styles['figure']}>
      <svg
        className={styles['map']}
        viewBox={`0 0 ${frame.width} ${frame.height}`}
        // An inline picture can't be an img element.
        // eslint-disable-next-line jsx-a11y/prefer-tag-over-role
        role="img"
        aria-label={say(label)}
      >
        {before && <Drawn shape={before} project={project} className={styles['before'] ?? ''} />}
        {moved !== null && <path className={styles['way']} d={moved} />}
        {after && <Drawn shape={after} project={project} className={styles['after'] ?? ''} />}
      </svg>
      <figcaption className={styles['legend']}>
        {before && (
          <span>
            <svg width="16" height="10" aria-hidden="true">
              <path className={styles['before']} d="M1 5h14" />
            </svg>
            {say('ui.delta.before')}
          </span>
        )}
        {after && (
          <span>
            <svg width="16" height="10" aria-hidden="true">
              <path className={styles['after']} d="M1 5h14" />
            </svg>
            {say('ui.delta.after')}
          </span>
        )}
      </figcaption>
    </figure>
  )
}

interface DrawnProps {
  shape: Shape
  project: Project
  className: string
}

function Drawn({ shape, project, className }: DrawnProps) {
  return (
    <g className={className}>
      {shape.rings.length > 0 && (
        <path className={styles['area']} fillRule="evenodd" d={pathOf(shape.rings, project, true)} />
      )}
      {shape.lines.length > 0 && <path d={pathOf(shape.lines, project, false)} />}
      {shape.points.map((place, index) => {
        const [x, y] = project(place)
        // Places of a multi-point may repeat.
        return <circle key={`${index}:${x}:${y}`} className={styles['place']} cx={x} cy={y} r="5" />
      })}
    </g>
  )
}

function drawingOf({ method, old, new: next, localLayerCrs }: Delta) {
  const before = method === 'create' ? null : shapeOf(old?.geometry)
  const after = method === 'delete' ? null : shapeOf(next?.geometry)
  const shapes = [before, after].filter((shape) => shape !== null)
  return { before, after, project: fit(shapes, isDegrees(localLayerCrs ?? '', shapes), frame) }
}

function shapeOf(wkt: string | null | undefined): Shape | null {
  const shape = wkt === null || wkt === undefined ? null : readWkt(wkt)
  return shape === null || isEmpty(shape) ? null : shape
}

const isEmpty = ({ points, lines, rings }: Shape) => points.length + lines.length + rings.length === 0

/** Coordinates that can only be degrees are taken as such where the CRS is another than the usual one. */
function isDegrees(crs: string, shapes: Shape[]): boolean {
  if (/^EPSG:4326$/i.test(crs)) return true
  const places = shapes.flatMap(({ points, lines, rings }) => [...points, ...lines.flat(), ...rings.flat()])
  return places.every(([x, y]) => Math.abs(x) <= 180 && Math.abs(y) <= 90)
}

/** A line from where a single place was to where it is. */
function wayBetween(before: Shape, after: Shape, project: Project): string | null {
  const [from, to] = [onlyPlace(before), onlyPlace(after)]
  return from === null || to === null ? null : pathOf([[from, to]], project, false)
}

function onlyPlace({ points, lines, rings }: Shape): Place | null {
  return points.length === 1 && lines.length + rings.length === 0 ? (points[0] ?? null) : null
}
