import type { Issue } from '#worker/api/issues.ts'
import { issueCodes, type IssueCode } from '#worker/domain/xlsform/issue-codes.ts'

/** Where an issue stands; what is not known is null. */
export interface Place {
  sheet: string | null
  row: number | null
  /** Letters, as the spreadsheet shows them. */
  column: string | null
  text: string | null
  question?: string | null
}

export const nowhere: Place = { sheet: null, row: null, column: null, text: null }

/** Collects what the compiler finds, in the order of finding. */
export interface IssueList {
  readonly all: Issue[]
  add(code: IssueCode, place: Place, params?: Issue['params']): void
  /** A finding of the expression translator, which brings its own level. */
  addExpression(finding: Pick<Issue, 'code' | 'level' | 'kind'>, place: Place, params: Issue['params']): void
}

export function createIssues(): IssueList {
  const all: Issue[] = []
  const push = (finding: Pick<Issue, 'code' | 'level' | 'kind'>, place: Place, params: Issue['params']) => {
    const { sheet, row, column, text, question = null } = place
    const { code, level, kind } = finding
    all.push({ level, kind, code, sheet, row, column, question, text, params })
  }
  return {
    all,
    add: (code, place, params = {}) => {
      const [level, kind] = issueCodes[code]
      push({ code, level, kind }, place, params)
    },
    addExpression: push,
  }
}
