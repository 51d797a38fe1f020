import type { Words } from '#renderer/words/words.tsx'
import type { Finding } from '#worker/api/projects.ts'

export const findingLevels = ['error', 'warning', 'info'] as const

/** Findings by how much they matter, in their own order. Empty levels are left out. */
export function groupFindings(findings: Finding[]): [Finding['level'], Finding[]][] {
  return findingLevels
    .map((level): [Finding['level'], Finding[]] => [level, findings.filter((other) => other.level === level)])
    .filter(([, inLevel]) => inLevel.length > 0)
}

export interface FindingWords {
  what: string
  means: string
  mend: string
}

/** What was found, what it means in the field, how to mend it. A code without words says itself. */
export function findingWords({ code, params }: Finding, { find }: Words): FindingWords {
  return {
    what: find(`finding.${code}.what`, params) ?? code,
    means: find(`finding.${code}.means`, params) ?? '',
    mend: find(`finding.${code}.mend`, params) ?? '',
  }
}

export function countOf(findings: Finding[], level: Finding['level']): number {
  return findings.filter((finding) => finding.level === level).length
}
