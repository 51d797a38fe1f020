import { useEffect, useRef, useState } from 'react'
import { Line } from '#renderer/features/preview/line.tsx'
import type { Row } from '#renderer/features/preview/rows.ts'
import type { SampleRecord } from '#worker/api/preview.ts'

/** Lines that come and go together. */
const blockSize = 20
/** About as high as a question is; blocks that were on the screen know better. */
const lineHeight = 96

interface LineListProps {
  rows: Row[]
  record: SampleRecord
  showHidden: boolean
  /** Line that somebody is led to. */
  target: string | null
  /** Hidden line that stays open all the same. */
  revealed: string | null
  onReached: () => void
}

/** Lines of a page in blocks, of which only those near the window are drawn: a page may have thousands. */
export function LineList({ rows, record, showHidden, target, revealed, onReached }: LineListProps) {
  const blocks = Array.from({ length: Math.ceil(rows.length / blockSize) }, (_, index) =>
    rows.slice(index * blockSize, (index + 1) * blockSize),
  )
  return blocks.map((block, index) => {
    const shown = block.filter(({ visible, id }) => visible || showHidden || id === target || id === revealed)
    return (
      // Lines never change their block while answers come and go.
      // oxlint-disable-next-line no-array-index-key
      <Block key={index} lines={shown.length} near={shown.some(({ id }) => id === target)}>
        {() =>
          shown.map((row) => (
            <Line key={row.id} row={row} record={record} reached={row.id === target ? onReached : null} />
          ))
        }
      </Block>
    )
  })
}

function Block({ lines, near, children }: { lines: number; near: boolean; children: () => React.ReactNode }) {
  const element = useRef<HTMLDivElement>(null)
  const [height, setHeight] = useState<number | null>(null)
  const [inSight, setInSight] = useState(typeof IntersectionObserver === 'undefined')
  useEffect(() => {
    const block = element.current
    if (block === null || typeof IntersectionObserver === 'undefined') return undefined
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry === undefined) return
        // Someone who types here keeps what has the focus.
        const isUsed = block.contains(document.activeElement)
        if (!entry.isIntersecting && !isUsed) setHeight(entry.boundingClientRect.height)
        setInSight(entry.isIntersecting || isUsed)
      },
      { rootMargin: '900px' },
    )
    observer.observe(block)
    return () => observer.disconnect()
  }, [])
  // It stays drawn once somebody was led here, until it is seen to be far away.
  if (near && !inSight) setInSight(true)
  if (lines === 0) return <div ref={element} />
  const drawn = inSight || near
  return (
    <div ref={element} style={drawn ? undefined : { height: height ?? lines * lineHeight }}>
      {drawn && children()}
    </div>
  )
}
