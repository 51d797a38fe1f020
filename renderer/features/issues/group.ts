import type { Issue } from '#worker/api/issues.ts'

export const issueGroups = ['error', 'warning', 'gap', 'info'] as const
export type IssueGroup = (typeof issueGroups)[number]

/** Where an issue is shown: what QField can't do stands apart from the author's mistakes. */
function groupOf(issue: Issue): IssueGroup {
  if (issue.kind === 'gap' && issue.level !== 'error') return 'gap'
  return issue.level
}

/** Issues by group, each in the workbook's order: by sheet, then row, then column. Empty groups are left out. */
export function groupIssues(issues: Issue[]): [IssueGroup, Issue[]][] {
  return issueGroups
    .map((group): [IssueGroup, Issue[]] => [
      group,
      issues.filter((issue) => groupOf(issue) === group).sort(byPlace),
    ])
    .filter(([, inGroup]) => inGroup.length > 0)
}

/** `survey!F12`, `survey!12` for a row, `survey` for a sheet; null for the workbook as a whole. */
export function cellOf({ sheet, row, column }: Issue): string | null {
  if (sheet === null) return null
  if (row === null && column === null) return sheet
  return `${sheet}!${column ?? ''}${row ?? ''}`
}

function byPlace(a: Issue, b: Issue): number {
  return (
    (a.sheet ?? '').localeCompare(b.sheet ?? '') ||
    (a.row ?? 0) - (b.row ?? 0) ||
    columnNumber(a.column) - columnNumber(b.column)
  )
}

/** `A` is 1, `AA` is 27; 0 for none. */
function columnNumber(column: string | null): number {
  return Array.from(column ?? '').reduce((sum, letter) => sum * 26 + (letter.charCodeAt(0) - 64), 0)
}
