import type { IssueList, Place } from '#worker/domain/xlsform/issues.ts'
import type { RowType } from '#worker/domain/xlsform/question-types.ts'

/** Words that are read here and that ODK has another word for. */
const foreign = new Map([
  ['calculation', 'calculate'],
  ['picture', 'image'],
  ['sim serial', 'simserial'],
  ['start-geotrace', 'start-geopoint'],
  ['start-geoshape', 'start-geopoint'],
])

/** ODK's own words, which it reads in small letters only; `dateTime` is written both ways. */
const controls =
  /^(?:begin[ _](?:looped group|group|lgroup|repeat|loop)(?: (?:over )?\S+)?|end[ _]\S+(?: group)?)$/
const selects =
  /^(?:select_(?:one|multiple)_from_file|select (?:one|multiple) from file|select_one_external|add select (?:one|multiple) prompt using|select all that apply(?: from)?|select1|select_one|select one(?: from)?|select_multiple|rank)(?: (.*))?$/

/** Says that ODK does not read a type as it is written, though its meaning is plain. */
export function checkSpelling(text: string, type: RowType, place: Place, issues: IssueList): void {
  const clean = text.trim().replaceAll(/\s+/g, ' ')
  const meant = meantBy(clean, type)
  if (meant !== null) issues.add('type.spelling', place, { type: clean, meant })
}

/** ODK's word for the type; null where it is the one that stands there. */
function meantBy(clean: string, type: RowType): string | null {
  if (type.kind === 'begin' || type.kind === 'end')
    return controls.test(clean) ? null : `${type.kind} ${type.control}`
  if (type.kind === 'select') {
    const [is, rest = ''] = selects.exec(clean) ?? []
    if (is !== undefined && rest.startsWith(type.list)) return null
    const from = { choices: '', external: '_external', file: '_from_file' }[type.source]
    return `${type.type}${from} ${type.list}`.trim()
  }
  if (type.kind === 'question' && (type.type === 'unknown' || type.type === 'include')) return null
  const word = clean.toLowerCase()
  if (foreign.has(word)) return foreign.get(word) ?? null
  return clean.replaceAll('dateTime', 'datetime') === word ? null : word
}
