import { redact } from '#worker/domain/redact.ts'

const hidden = '***'

/** Shorter values stand in too many words by chance: those are hidden only where their name stands with them. */
const shortest = 4

/**
 * A function that takes these secret values out of a text, in whatever way they are written there, and everything
 * that looks like a secret besides.
 */
export function hideSecrets(values: readonly string[]): (text: string) => string {
  const spellings = [...new Set(values.filter((value) => value.length >= shortest).flatMap(spell))]
  if (spellings.length === 0) return redact
  // The longest first: a secret may begin with another one.
  const longestFirst = spellings.toSorted((one, other) => other.length - one.length)
  const known = new RegExp(longestFirst.map(escape).join('|'), 'gu')
  return (text) => redact(text.replace(known, hidden))
}

/** As it stands, and as it stands in an address, a form, JSON, XML and a quoted data source of QGIS. */
function spell(value: string): string[] {
  const sound = value.toWellFormed()
  const inAddress = encodeURIComponent(sound)
  return [
    sound,
    inAddress,
    inAddress.replaceAll(/%[\dA-F]{2}/gu, (code) => code.toLowerCase()),
    inAddress.replaceAll('%20', '+'),
    JSON.stringify(sound).slice(1, -1),
    sound.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
    sound.replaceAll('\\', String.raw`\\`).replaceAll("'", String.raw`\'`),
  ]
}

function escape(text: string): string {
  return text.replaceAll(/[$()*+./?[\\\]^{|}]/gu, String.raw`\$&`)
}
