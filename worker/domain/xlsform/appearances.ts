/** A type of question that an appearance is written for. */
export type AppearanceOf =
  'text' | 'integer' | 'range' | 'date' | 'select_one' | 'select_multiple' | 'geopoint' | 'image' | 'group'

/** Appearances that QField has by itself, or that only arrange things on ODK's pages. `N` stands for a number. */
export const keptAppearances: Record<string, AppearanceOf> = {
  multiline: 'text',
  picker: 'range',
  'no-calendar': 'date',
  'month-year': 'date',
  year: 'date',
  minimal: 'select_one',
  autocomplete: 'select_one',
  autocomplete_chars: 'select_one',
  compact: 'select_one',
  'compact-N': 'select_one',
  quickcompact: 'select_one',
  'quickcompact-N': 'select_one',
  horizontal: 'select_one',
  'horizontal-compact': 'select_one',
  likert: 'select_one',
  label: 'select_one',
  'list-nolabel': 'select_one',
  columns: 'select_multiple',
  'columns-N': 'select_multiple',
  'columns-pack': 'select_multiple',
  map: 'geopoint',
  maps: 'geopoint',
  'placement-map': 'geopoint',
  new: 'image',
  'field-list': 'group',
  'table-list': 'group',
  wN: 'group',
  default: 'text',
}

/** Appearances of ODK Collect and Enketo that QField has nothing for; any other word counts as one of these. */
export const foreignAppearances: Record<string, AppearanceOf> = {
  numbers: 'text',
  'thousands-sep': 'integer',
  url: 'text',
  masked: 'text',
  hidden: 'text',
  rating: 'range',
  'no-ticks': 'range',
  vertical: 'range',
  printer: 'text',
  bearing: 'integer',
  counter: 'integer',
  'no-buttons': 'select_one',
  'image-map': 'select_one',
  draw: 'image',
  annotate: 'image',
  signature: 'image',
  'new-front': 'image',
  ethiopian: 'date',
  islamic: 'date',
  coptic: 'date',
}

const kept = new RegExp(
  `^(${Object.keys(keptAppearances)
    .join('|')
    .replaceAll('N', String.raw`\d+`)})$`,
)

/** Whether an appearance, in lower case, means nothing that is lost in QField. */
export function isKept(appearance: string): boolean {
  return kept.test(appearance)
}
