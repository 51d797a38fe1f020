import { checkReserved } from '#worker/domain/xlsform/check-reserved.ts'
import { checkTableLists } from '#worker/domain/xlsform/check-table-list.ts'
import type { IssueList } from '#worker/domain/xlsform/issues.ts'
import type { FormLayer } from '#worker/domain/xlsform/model.ts'

/**
 * Says what ODK refuses of a form's names and tables, though QField can live with it.
 *
 * @param form the name of the form itself: the setting `name`, or ODK's own `data`
 */
export function checkStructure(layers: FormLayer[], form: string, issues: IssueList): void {
  checkReserved(layers, form, issues)
  checkTableLists(layers, issues)
}
