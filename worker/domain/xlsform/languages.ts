import type { FormLanguage } from '#worker/api/forms.ts'
import { codeOfName } from '#worker/domain/xlsform/language-codes.ts'

/** Headers write the same language in many ways (`English (en)`, `english(en)`): one key for all of them. */
export function languageKey(text: string): string {
  return text.toLowerCase().replaceAll(/\s+/g, '')
}

/** `English (en)` has the code `en`; a bare `fr`, `FR` or `pt_br` is its own code, and `French` has that of its name. */
export function parseLanguage(text: string): FormLanguage {
  const name = text.trim()
  const bracketed = /\(([A-Za-z0-9_-]+)\)\s*$/.exec(name)?.[1]
  if (bracketed !== undefined) return { name, code: bracketed }
  if (/^([a-z]{2,3}|[A-Z]{2})([_-][A-Za-z0-9]{2,8})?$/.test(name)) return { name, code: name }
  return { name, code: codeOfName(name) }
}

/** Finds a language by the header's text, by its name alone or by its code. */
export function matchLanguage(wanted: string, languages: FormLanguage[]): FormLanguage | null {
  const key = languageKey(wanted)
  const nameOf = (text: string) => languageKey(text.replace(/\([^)]*\)\s*$/, ''))
  const bare = nameOf(wanted)
  const code = parseLanguage(wanted).code?.toLowerCase()
  return (
    languages.find((language) => languageKey(language.name) === key) ??
    languages.find((language) => bare !== '' && nameOf(language.name) === bare) ??
    languages.find((language) => language.code?.toLowerCase() === key) ??
    languages.find((language) => code !== undefined && language.code?.toLowerCase() === code) ??
    null
  )
}
