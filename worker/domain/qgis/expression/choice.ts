import { textTerm } from '#worker/domain/qgis/expression/term.ts'
import type { Term } from '#worker/domain/qgis/expression/term.ts'
import type { ListReference } from '#worker/domain/qgis/scope.ts'

/** A choice as its column holds it, which may be another name than the form's. */
export function stored(choice: Term, list: ListReference | null): Term {
  const renamed = list?.choices.find(({ original }) => original !== undefined && original === choice.constant)
  return renamed ? textTerm(renamed.name) : choice
}
