import { useState } from 'react'
import { findingLevels, findingWords, groupFindings } from '#renderer/features/folder/findings.ts'
import styles from '#renderer/features/folder/finding-list.module.css'
import { MendSheet } from '#renderer/features/folder/mend-sheet.tsx'
import { Button } from '#renderer/ui/button.tsx'
import { Checkbox } from '#renderer/ui/checkbox.tsx'
import { Disclosure } from '#renderer/ui/disclosure.tsx'
import { useFirstFew } from '#renderer/ui/first-few.tsx'
import { Icon, type IconName } from '#renderer/ui/icon.tsx'
import { useWords } from '#renderer/words/words.tsx'
import type { Finding } from '#worker/api/projects.ts'

const icons: Record<Finding['level'], IconName> = { error: 'cross', warning: 'alert', info: 'info' }

/** A long list opens in pieces: a project of 200 layers may have as many findings. */
const firstFew = 30

interface FindingListProps {
  findings: Finding[]
  layers: { id: string; name: string }[]
  /** The folder whose copy can be mended; null where this is not the place for it. */
  folder: string | null
}

/** What was found, by how much it matters, each with what to do; what a program can do is ticked and done in a copy. */
export function FindingList({ findings, layers, folder }: FindingListProps) {
  const { say } = useWords()
  const names = new Map(layers.map(({ id, name }) => [id, name]))
  const mendable = folder === null ? [] : findings.filter(({ fix }) => fix !== null)
  const [left, setLeft] = useState<ReadonlySet<Finding>>(new Set())
  const [isMending, setMending] = useState(false)
  const chosen = mendable.filter((finding) => !left.has(finding))
  const toggle = (finding: Finding, on: boolean) =>
    setLeft((before) => new Set(on ? [...before].filter((other) => other !== finding) : [...before, finding]))
  return (
    <div className={styles['findings']}>
      {folder !== null && mendable.length > 0 && (
        <div className={styles['mendBar']}>
          <p>{say('ui.findings.mendable', { count: mendable.length })}</p>
          <Button icon="copy" muted={chosen.length === 0} onPress={() => setMending(chosen.length > 0)}>
            {say('ui.findings.mend', { count: chosen.length })}
          </Button>
          <MendSheet folder={folder} findings={chosen} open={isMending} onClose={() => setMending(false)} />
        </div>
      )}
      {groupFindings(findings).map(([level, inLevel]) => (
        <Disclosure
          key={level}
          level={2}
          open={level !== 'info' || findingLevels.every((other) => other === level || !has(findings, other))}
          summary={
            <>
              <span className={styles['picture']} data-level={level}>
                <Icon name={icons[level]} />
              </span>
              {say(`ui.findings.${level}`, { count: inLevel.length })}
              <span className={styles['hint']}>{say(`ui.findings.${level}Hint`)}</span>
            </>
          }
        >
          <Rows findings={inLevel} names={names} mending={folder === null ? null : { left, toggle }} />
        </Disclosure>
      ))}
    </div>
  )
}

const has = (findings: Finding[], level: Finding['level']) => findings.some((other) => other.level === level)

interface Mending {
  left: ReadonlySet<Finding>
  toggle: (finding: Finding, on: boolean) => void
}

interface RowsProps {
  findings: Finding[]
  names: Map<string, string>
  mending: Mending | null
}

function Rows({ findings, names, mending }: RowsProps) {
  const [shown, more] = useFirstFew(findings, firstFew)
  return (
    <>
      <ul className={styles['rows']}>
        {shown.map((finding, index) => (
          // Two findings may say the same: only the place in this list tells them apart.
          <Row key={`${index}:${finding.code}`} finding={finding} names={names} mending={mending} />
        ))}
      </ul>
      {more}
    </>
  )
}

interface RowProps {
  finding: Finding
  names: Map<string, string>
  mending: Mending | null
}

function Row({ finding, names, mending }: RowProps) {
  const words = useWords()
  const { what, means, mend } = findingWords(finding, words)
  const layer =
    finding.layerId === null ? null : (names.get(finding.layerId) ?? finding.params['layer'] ?? null)
  return (
    <li className={styles['row']}>
      <div className={styles['text']}>
        <p className={styles['what']}>{what}</p>
        {means !== '' && <p className={styles['means']}>{means}</p>}
        {mend !== '' && (
          <p className={styles['mend']}>
            <span className={styles['mendWord']}>{words.say('ui.findings.todo')}</span> {mend}
          </p>
        )}
      </div>
      <div className={styles['side']}>
        {layer !== null && (
          <span className={styles['layer']} title={String(layer)}>
            {layer}
          </span>
        )}
        {mending && finding.fix && (
          <Checkbox
            label={words.say(`ui.findings.fix.${finding.fix.kind}`)}
            on={!mending.left.has(finding)}
            onChange={(on) => mending.toggle(finding, on)}
          />
        )}
      </div>
    </li>
  )
}
