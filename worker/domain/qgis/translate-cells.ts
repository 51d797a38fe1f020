import type { Issue } from '#worker/api/issues.ts'
import { translateXPath } from '#worker/domain/qgis/expression/translate.ts'
import type { ExpressionProblem, Scope, Translation } from '#worker/domain/qgis/scope.ts'
import type { IssueList } from '#worker/domain/xlsform/issues.ts'
import type { Cell } from '#worker/domain/xlsform/table.ts'
import { xpathCodes } from '#worker/domain/xpath/problems.ts'

export type Translated = Extract<Translation, { ok: true }>

/** What an expression is for; wording tells from it what happens without the expression. */
export type Role =
  | 'relevant'
  | 'constraint'
  | 'required'
  | 'readonly'
  | 'default'
  | 'calculation'
  | 'choice_filter'
  | 'label'
  | 'hint'
  | 'repeat_count'
  | 'instance_name'

export interface CellTranslation {
  cell: Cell
  role: Role
  scope: Scope
  question: string | null
  /** Null: say nothing, since the same cell was translated before. */
  issues: IssueList | null
}

/** A cell's expression for QGIS; null, with issues, where there is none. */
export function translateCell({ cell, role, scope, question, issues }: CellTranslation): Translated | null {
  const translation = translateXPath(cell.text, scope)
  if (issues) reportProblems(translation.problems, { cell, role, question, issues })
  return translation.ok ? translation : null
}

export function reportProblems(
  problems: ExpressionProblem[],
  at: { cell: Cell; role: Role; question: string | null; issues: IssueList },
): void {
  const place = { ...at.cell, question: at.question }
  for (const { code, level, params } of problems) {
    at.issues.addExpression({ code, level, kind: kindOf(code) }, place, { ...params, role: at.role })
  }
}

function kindOf(code: string): Issue['kind'] {
  return code in xpathCodes ? xpathCodes[code as keyof typeof xpathCodes][1] : 'form'
}
