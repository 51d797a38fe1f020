/** `start=1 end = 10; step=0.5`: pairs separated by blanks, commas or semicolons; keys in lower case. */
export function parseParameters(text: string): Record<string, string> {
  const pairs = text.replaceAll(/\s*=\s*/g, '=').split(/[\s,;]+/)
  return Object.fromEntries(
    pairs.flatMap((pair) => {
      const at = pair.indexOf('=')
      return at <= 0
        ? []
        : [[pair.slice(0, at).toLowerCase(), pair.slice(at + 1).replaceAll(/^['"]|['"]$/g, '')]]
    }),
  )
}

/** A number as forms write it, or null. */
export function parseNumber(text: string | undefined): number | null {
  if (text === undefined || !/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text.trim())) return null
  return Number(text)
}

/** `yes` and `no` in all the spellings that pyxform takes; null for anything else, an expression. */
export function parseYesNo(text: string): boolean | null {
  const word = text.trim().toLowerCase()
  if (['yes', 'true', 'true()', '1'].includes(word)) return true
  if (['', 'no', 'false', 'false()', '0'].includes(word)) return false
  return null
}
