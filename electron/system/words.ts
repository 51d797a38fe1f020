import { IntlMessageFormat } from 'intl-messageformat'
import catalogue from '#resources/locales/en.shell.json' with { type: 'json' }

const known: Readonly<Record<string, string>> = catalogue

/** The wording of a key with its parameters; the key itself where a word is missing. */
export function words(key: string, params: Record<string, string | number> = {}): string {
  return String(new IntlMessageFormat(known[key] ?? key, 'en').format(params))
}
