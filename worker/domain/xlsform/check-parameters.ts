import type { IssueList } from '#worker/domain/xlsform/issues.ts'
import type { Question } from '#worker/domain/xlsform/model.ts'
import { rulesOf } from '#worker/domain/xlsform/parameter-rules.ts'

/**
 * Says which parameters ODK would refuse: not written as pairs, unknown for the question's type, or with a value
 * that does not fit.
 *
 * @param places names that a `reference-geometry` can mean: lists, files and `${repeat}`s
 */
export function checkParameters(question: Question, places: ReadonlySet<string>, issues: IssueList): void {
  const cell = question.cells.parameters
  if (!cell) return
  const at = { ...cell, question: question.name }
  const loose = cell.text
    .replaceAll(/\s*=\s*/g, '=')
    .split(/[\s,;]+/)
    .filter((part) => part !== '' && !/^[^=]+=[^=]+$/.test(part))
  if (loose.length > 0) issues.add('parameter.malformed', at, { parameters: loose.join(' ') })

  const rules = rulesOf(question)
  if (rules === null) return
  const { parameters } = question
  const unknown = Object.keys(parameters).filter((name) => !Object.hasOwn(rules, name))
  if (unknown.length > 0) {
    const known = Object.keys(rules).join(', ')
    issues.add('parameter.unknown', at, { parameters: unknown.join(', '), known })
  }
  for (const [parameter, value] of Object.entries(parameters)) {
    if (unknown.includes(parameter)) continue
    const broken = rules[parameter]?.find((rule) => !rule.fits(value, parameters))
    if (broken) issues.add('parameter.invalid', at, { parameter, value, wanted: broken.wanted })
  }
  const place = parameters['reference-geometry']
  if (place !== undefined && rules['reference-geometry'] && !places.has(place.toLowerCase()))
    issues.add('parameter.invalid', at, { parameter: 'reference-geometry', value: place, wanted: 'place' })
}
