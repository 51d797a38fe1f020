import type { Issue } from '#worker/api/issues.ts'
import type { Words } from '#worker/words/words.ts'

/** `survey!F12`, as spreadsheets write it; the sheet alone for a whole sheet, empty for the workbook. */
function cellOf({ sheet, row, column }: Issue): string {
  if (sheet === null) return ''
  if (row === null) return sheet
  return `${sheet}!${column ?? ''}${row}`
}

/** Issues with their words, for documents. */
export function toldIssues(issues: Issue[], words: Words) {
  return issues.map((issue) => ({
    ...issue,
    cell: cellOf(issue),
    message: words.issue(issue),
    original: issue.text,
  }))
}

/** One line an issue, for people. */
export function issueLines(issues: Issue[], words: Words): string[] {
  return toldIssues(issues, words).map((issue) =>
    `${issue.level.padEnd(7)}  ${issue.cell.padEnd(14)}  ${issue.message}`.trimEnd(),
  )
}
