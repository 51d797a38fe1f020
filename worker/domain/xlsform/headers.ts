import { translatedKeys } from '#worker/domain/xlsform/model.ts'

/** What a column of a sheet is: pyxform's own word for it and the language, where the header names one. */
export interface HeaderMeaning {
  key: string
  language: string | null
  /** Something stands behind the word that means nothing there, as in `relevant::x`. */
  surplus: boolean
}

export interface HeaderWords {
  /** Other spellings of a word (pyxform's aliases). */
  aliases: ReadonlyMap<string, string>
  known: ReadonlySet<string>
}

const namespaces = new Set(['bind', 'body', 'control', 'media', 'logic'])

/**
 * Reads a header as pyxform does: case and blanks don't matter, `::` (or the old `:`) separates the parts,
 * `bind::`, `body::`, `control::` and `media::` may stand in front, a language may stand at the end.
 */
export function parseHeader(text: string, words: HeaderWords): HeaderMeaning {
  const parts = split(text.trim().replaceAll(/\s+/g, ' ')).map((part) => part.trim())
  const first = wordOf(parts[0] ?? '')
  const inNamespace = namespaces.has(first) && parts.length > 1
  const own = wordOf(parts[inNamespace ? 1 : 0] ?? '')
  const key = words.aliases.get(own) ?? own
  // `bind::type` is the XForm's data type, not the question's.
  if (!words.known.has(key) || (inNamespace && key === 'type'))
    return { key: parts.map((part) => part.replaceAll(' ', '_')).join('::'), language: null, surplus: false }
  const rest = parts.slice(inNamespace ? 2 : 1).filter((part) => part !== '')
  const languages = translatedKeys.has(key)
  return {
    key,
    language: languages && rest.length > 0 ? rest.join('::') : null,
    surplus: rest.length > (languages ? 1 : 0),
  }
}

function split(text: string): string[] {
  if (text.includes('::')) return text.split('::')
  // In `bind:jr:constraintMsg` the second colon belongs to the name.
  return text
    .replaceAll(/\b(jr|odk|orx|esri):/gi, '$1\u0000')
    .split(':')
    .map((part) => part.replaceAll('\u0000', ':'))
}

function wordOf(text: string): string {
  return text.trim().toLowerCase().replaceAll(/\s+/g, '_')
}

export const surveyWords: HeaderWords = {
  aliases: new Map(
    Object.entries({
      command: 'type',
      tag: 'name',
      value: 'name',
      caption: 'label',
      relevance: 'relevant',
      skip_logic: 'relevant',
      constraining_message: 'constraint_message',
      constraintmsg: 'constraint_message',
      'jr:constraintmsg': 'constraint_message',
      requiredmsg: 'required_message',
      'jr:requiredmsg': 'required_message',
      calculate: 'calculation',
      read_only: 'readonly',
      count: 'repeat_count',
      'jr:count': 'repeat_count',
      big_image: 'big-image',
      'jr:noapperrorstring': 'no_app_error_string',
      noapperrorstring: 'no_app_error_string',
      'esri:fieldlength': 'odk:length',
    }),
  ),
  known: new Set(
    (
      'type name label hint guidance_hint relevant constraint constraint_message required ' +
      'required_message readonly default calculation trigger choice_filter parameters appearance ' +
      'repeat_count disabled rows save_to intent autoplay image big-image audio video ' +
      'no_app_error_string odk:length'
    ).split(' '),
  ),
}

export const choiceWords: HeaderWords = {
  aliases: new Map(
    Object.entries({
      list: 'list_name',
      listname: 'list_name',
      value: 'name',
      caption: 'label',
      big_image: 'big-image',
    }),
  ),
  known: new Set(['list_name', 'name', 'label', 'image', 'big-image', 'audio', 'video']),
}

export const settingWords: HeaderWords = {
  aliases: new Map(
    Object.entries({
      title: 'form_title',
      set_form_title: 'form_title',
      id_string: 'form_id',
      set_form_id: 'form_id',
    }),
  ),
  known: new Set('form_title form_id version default_language instance_name style auto_send'.split(' ')),
}
