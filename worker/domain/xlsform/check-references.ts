import type { Issue } from '#worker/api/issues.ts'
import type { IssueList } from '#worker/domain/xlsform/issues.ts'
import type { Cell } from '#worker/domain/xlsform/table.ts'

/** A cell that may hold `${name}`, and what becomes of it. */
export interface Written {
  cell: Cell
  /**
   * `live`: an expression or a label, whose unknown names the translator tells; `trigger`: has a check of its own;
   * `shown`: stands in the project as it is written; `kept`: for ODK Central alone.
   */
  use: 'live' | 'trigger' | 'shown' | 'kept'
}

/** As pyxform finds them: a brace that nothing closes counts to the end of the text. */
const found = /\$\{([^}]+)\}|\$\{[^}]*$/gu
const proper = /^(?:last-saved#)?([\p{L}_][\p{L}\p{M}\p{N}_.\-\u00b7]*)$/u

/**
 * Says what is wrong with each `${name}` of a form: not written as ODK wants it, naming nothing, or naming several
 * things. Where a cell has an error already, because its expression cannot be translated, nothing is said twice.
 *
 * @param names how often each name stands in the survey
 */
export function checkReferences(
  written: Written[],
  names: ReadonlyMap<string, number>,
  issues: IssueList,
): void {
  const broken = new Set(issues.all.flatMap((issue) => (isAboutReference(issue) ? [addressOf(issue)] : [])))
  for (const { cell, use } of written) {
    if (!cell.text.includes('${') || cell.text.trim() === '${') continue
    const said = broken.has(addressOf(cell))
    const once = new Set<string>()
    for (const [reference, inside] of cell.text.matchAll(found)) {
      if (once.has(reference)) continue
      once.add(reference)
      const name = proper.exec(inside ?? '')?.[1]
      if (name === undefined) {
        sayMalformed(cell, reference, said)
        continue
      }
      const times = names.get(name)
      if (use === 'trigger') continue
      if (times === undefined) {
        if (!said) issues.add('reference.unknown', cell, { name, use })
        continue
      }
      if (times > 1) issues.add('reference.ambiguous', cell, { name })
      if (use === 'shown') issues.add('reference.shown', cell, { reference })
    }
  }

  function sayMalformed(cell: Cell, reference: string, said: boolean): void {
    const inner = reference.replace(/^\$\{/, '').replace(/\}$/, '').trim()
    const read = reference.endsWith('}') && proper.test(inner)
    const example = `\${${proper.exec(inner)?.[1] ?? 'name'}}`
    if (read) issues.add('reference.spaced', cell, { reference, example: `\${${inner}}` })
    else if (!said) issues.add('reference.malformed', cell, { reference, example })
  }
}

function isAboutReference({ level, code }: Issue): boolean {
  return (level === 'error' && code.startsWith('xpath.')) || code === 'trigger.unknown'
}

function addressOf(at: { sheet: string | null; row: number | null; column: string | null }): string {
  return `${at.sheet}!${at.column}${at.row}`
}
