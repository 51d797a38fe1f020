/** Codes by the names of their languages, in English and in the language itself; made once, when first asked. */
let byName: Map<string, string> | null = null

/** The two-letter code of `French`, `français` or `العربية`; null for a name that no language of two letters has. */
export function codeOfName(name: string): string | null {
  byName ??= namesOfLanguages()
  return byName.get(name.trim().toLowerCase()) ?? null
}

function namesOfLanguages(): Map<string, string> {
  const letters = 'abcdefghijklmnopqrstuvwxyz'.split('')
  const english = namesIn('en')
  const names = new Map<string, string>()
  for (const code of letters.flatMap((first) => letters.map((second) => first + second))) {
    const name = english.of(code)
    if (name === undefined) continue
    const own = namesIn(code).of(code)
    if (own !== undefined && !names.has(own.toLowerCase())) names.set(own.toLowerCase(), code)
    names.set(name.toLowerCase(), code)
  }
  return names
}

function namesIn(language: string): Intl.DisplayNames {
  return new Intl.DisplayNames([language], { type: 'language', fallback: 'none' })
}
