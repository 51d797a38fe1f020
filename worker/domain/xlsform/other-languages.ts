import type { FormLanguage } from '#worker/api/forms.ts'
import type { IssueList } from '#worker/domain/xlsform/issues.ts'
import { nowhere } from '#worker/domain/xlsform/issues.ts'

/** A language of the form beside the one in the project itself. */
export interface OtherLanguage {
  /** As the form says it. */
  name: string
  code: string
  /** What QGIS' locale starts with when it is this language: `fr`, or `pt_BR` beside another Portuguese. */
  prefix: string
  /** Names of the locales that it serves: QGIS looks for a file of exactly its own. */
  locales: string[]
}

/** Locales that QGIS and QField offer only with a region or script. */
const offered: Record<string, string[]> = {
  en: ['en_US'],
  pt: ['pt_BR', 'pt_PT'],
  zh: ['zh-Hans', 'zh_CN'],
}

/** The languages that the project can be switched to; one without a known code is an issue. */
export function otherLanguages(
  languages: FormLanguage[],
  chosen: FormLanguage | null,
  issues: IssueList,
): OtherLanguage[] {
  const primary = languages.find(({ name }) => name === (chosen?.name ?? 'default')) ?? null
  const known = languages.map((language) => ({ ...language, tag: tagOf(language.code) }))
  const taken = new Set([tagOf(primary?.code ?? null)?.whole])
  return known.flatMap(({ name, code, tag }): OtherLanguage[] => {
    if (name === primary?.name) return []
    if (tag === null || code === null) {
      if (name !== 'default') issues.add('language.noCode', { ...nowhere, text: name }, { language: name })
      return []
    }
    if (taken.has(tag.whole)) return []
    taken.add(tag.whole)
    const shared = known.some((other) => other.name !== name && other.tag?.base === tag.base)
    const wide = [tag.base, tag.whole, ...(offered[tag.base] ?? [])]
    return [
      {
        name,
        code: tag.whole,
        prefix: shared ? tag.whole : tag.base,
        locales: shared ? [tag.whole] : [...new Set(wide)],
      },
    ]
  })
}

/** `eng` is `en`, `pt-br` is `pt_BR`; null for what is no language tag. */
function tagOf(code: string | null): { base: string; whole: string } | null {
  if (code === null) return null
  try {
    const { language, script, region } = new Intl.Locale(code.replaceAll('_', '-'))
    const rest = region ?? script
    return { base: language, whole: rest === undefined ? language : `${language}_${rest}` }
  } catch {
    return null
  }
}
