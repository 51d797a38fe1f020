/** Words that we put into a form ourselves, in English. */
export const englishWords = {
  /** Tab with what was known of a feature before. */
  attributes: 'Attributes',
  /** Above `guidance_hint`. */
  moreInfo: 'More info',
  /** Of rules without a message. */
  required: 'Required',
  invalid: 'Not a valid answer',
  /** What `or_other` adds, as pyxform words it. */
  other: 'Other',
  specifyOther: 'Specify other.',
  rankAll: 'Put all of them in order',
  rankHint: 'Tap all of them in order, the first one first.',
} as const

export type ProjectWords = Record<keyof typeof englishWords, string>

/** By language code, in lower case: `fr`, `pt_br`. English is always there. */
export type WordsByLanguage = ReadonlyMap<string, ProjectWords>

/** The words of a project in its own language, and in the others that it can be switched to by their codes. */
export interface FormWords {
  own: ProjectWords
  others: ReadonlyMap<string, ProjectWords>
}

/** Chosen from all languages: `pt_BR` takes `pt` where it has no words of its own, and English where that has none. */
export function wordsOfForm(all: WordsByLanguage, own: string | null, others: { code: string }[]): FormWords {
  return {
    own: wordsIn(all, own),
    others: new Map(others.map(({ code }) => [code, wordsIn(all, code)])),
  }
}

function wordsIn(all: WordsByLanguage, code: string | null): ProjectWords {
  const whole = (code ?? '').toLowerCase().replaceAll('-', '_')
  return all.get(whole) ?? all.get(whole.split('_')[0] ?? '') ?? englishWords
}

/** One word in the other languages that say it otherwise, as cells and choices hold it. */
export function otherWords(
  words: FormWords,
  key: keyof ProjectWords,
): { others?: ReadonlyMap<string, string> } {
  const own = words.own[key]
  const others = [...words.others].flatMap(([code, its]) =>
    its[key] === own ? [] : [[code, its[key]] as const],
  )
  return others.length === 0 ? {} : { others: new Map(others) }
}
