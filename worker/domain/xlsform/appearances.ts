import type { Question } from '#worker/domain/xlsform/model.ts'
import { ratingOf } from '#worker/domain/xlsform/rating.ts'

/** A type of question that an appearance is written for. */
export type AppearanceOf =
  'text' | 'integer' | 'range' | 'date' | 'select_one' | 'select_multiple' | 'geopoint' | 'image' | 'group'

/** Appearances that the project carries over, or that QField has by itself. `N` stands for a number. */
export const keptAppearances: Record<string, AppearanceOf> = {
  multiline: 'text',
  counter: 'integer',
  picker: 'range',
  rating: 'range',
  'no-ticks': 'range',
  'no-calendar': 'date',
  'month-year': 'date',
  year: 'date',
  minimal: 'select_one',
  autocomplete: 'select_one',
  autocomplete_chars: 'select_one',
  likert: 'select_one',
  label: 'select_one',
  'columns-N': 'select_multiple',
  map: 'geopoint',
  maps: 'geopoint',
  'placement-map': 'geopoint',
  new: 'image',
  'field-list': 'group',
  default: 'text',
}

/** Appearances that only arrange things on ODK's pages: QField arranges them in its own way. */
export const arrangedAppearances: Record<string, AppearanceOf> = {
  compact: 'select_one',
  'compact-N': 'select_one',
  horizontal: 'select_one',
  'horizontal-compact': 'select_one',
  'list-nolabel': 'select_one',
  columns: 'select_multiple',
  'columns-pack': 'select_multiple',
  'table-list': 'group',
  wN: 'group',
}

/** Ways to draw, which QField offers on every photo. */
export const drawnAppearances: Record<string, AppearanceOf> = {
  draw: 'image',
  annotate: 'image',
  signature: 'image',
}

/** Appearances of ODK Collect and Enketo that QField has nothing for; any other word counts as one of these. */
export const foreignAppearances: Record<string, AppearanceOf> = {
  numbers: 'text',
  'thousands-sep': 'integer',
  url: 'text',
  masked: 'text',
  hidden: 'text',
  vertical: 'range',
  printer: 'text',
  bearing: 'integer',
  quick: 'select_one',
  quickcompact: 'select_one',
  'quickcompact-N': 'select_one',
  'no-buttons': 'select_one',
  'image-map': 'select_one',
  'new-front': 'image',
  ethiopian: 'date',
  islamic: 'date',
  coptic: 'date',
}

export type AppearanceFate = 'kept' | 'arranged' | 'drawn' | 'foreign'

/**
 * What becomes of an appearance.
 *
 * @param word in lower case
 * @param question null for a group
 */
export function fateOf(word: string, question: Question | null): AppearanceFate {
  if (question !== null && !servesHere(word, question)) return 'foreign'
  if (kept.test(word)) return word.startsWith('columns-') && !isMultiple(question) ? 'arranged' : 'kept'
  if (arranged.test(word)) return 'arranged'
  return drawn.test(word) ? 'drawn' : 'foreign'
}

const kept = patternOf(keptAppearances)
const arranged = patternOf(arrangedAppearances)
const drawn = patternOf(drawnAppearances)

function patternOf(words: Record<string, AppearanceOf>): RegExp {
  const alternatives = Object.keys(words)
    .join('|')
    .replaceAll('N', String.raw`\d+`)
  return new RegExp(`^(${alternatives})$`)
}

/** A few words mean another thing, or nothing, for other types: choices cannot be tapped on a map. */
function servesHere(word: string, question: Question): boolean {
  if (word === 'map') return question.list === null
  if (word === 'counter') return question.type === 'integer'
  return word !== 'rating' || question.type !== 'range' || ratingOf(question) !== null
}

function isMultiple(question: Question | null): boolean {
  return question?.type === 'select_multiple'
}
