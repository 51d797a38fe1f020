/** `${x}` in a label, kept out of the way while its text is turned to HTML or stripped. */
const reference = /(\$\{[^}]*\})/

const inline: [RegExp, string][] = [
  [/\*\*(?=\S)([^*]+?)\*\*/g, '<b>$1</b>'],
  [/__(?=\S)([^_]+?)__/g, '<b>$1</b>'],
  [/(?<![*\w])\*(?=\S)([^*\n]+?)\*(?![*\w])/g, '<i>$1</i>'],
  [/(?<![_\w])_(?=\S)([^_\n]+?)_(?![_\w])/g, '<i>$1</i>'],
  [/\[([^\]]+)\]\((https?:[^)\s]+)\)/g, '<a href="$2">$1</a>'],
  [/^#{1,6}\s+(.+)$/gm, '<b>$1</b>'],
]

/** Tags that ODK's labels may hold; everything else that looks like one is shown as written. */
const tags =
  /&lt;(\/?(?:b|i|u|p|br|em|strong|span|font|h[1-6]|ul|ol|li|small|sub|sup|center|div)(?:\s[^<>]*?)?\s*\/?)&gt;/gi

/** No tag, but written for one. */
const misspelled = /&lt;(\/?)bold\s*&gt;/gi

/** Characters that a label names as HTML does, once its ampersands are escaped. */
const entities = /&amp;(#\d{2,7}|#x[\da-f]{2,6}|lt|gt|amp|quot|apos|nbsp);/gi

/** A label's markdown and tags as HTML, its `${}` untouched. */
export function toHtml(text: string): string {
  let html = escapeHtml(text).replaceAll(misspelled, '&lt;$1b&gt;').replaceAll(tags, '<$1>')
  for (const [pattern, replacement] of inline) html = html.replaceAll(pattern, replacement)
  html = html.replaceAll(entities, '&$1;')
  return html.replaceAll('\n', '<br>')
}

/** A label without markdown and tags, its `${}` untouched, for titles and aliases that show plain text. */
export function toPlain(text: string): string {
  return toHtml(text)
    .replaceAll(/<br\s*\/?>|<\/p>/gi, ' ')
    .replaceAll(/<[^>]*>|&lt;\/?[a-z][^<>&]*&gt;/gi, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll(/&apos;/gi, "'")
    .replaceAll(/&nbsp;/gi, ' ')
    .replaceAll(/&#(\d+);/g, (written, code: string) => character(Number(code)) ?? written)
    .replaceAll(
      /&#x([\da-f]+);/gi,
      (written, code: string) => character(Number.parseInt(code, 16)) ?? written,
    )
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

/** Null for what is no character that a text may hold. */
function character(code: number): string | null {
  const control = code < 32 || (code >= 0xd800 && code <= 0xdfff)
  return control || code > 0x10ffff ? null : String.fromCodePoint(code)
}

/** The text without its `${}`. */
export function withoutReferences(text: string): string {
  return text
    .split(reference)
    .filter((part) => !reference.test(part))
    .join('')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

/** A label as a title that cannot change. */
export function plainTitle(text: string): string {
  return withoutReferences(toPlain(text))
}

/** HTML whose first letter is of a script that runs from right to left, laid out that way. */
export function directed(html: string): string {
  const letters = html.replaceAll(/\[%.*?%\]|<[^>]*>|&[a-z#\d]+;/gis, '')
  return runsFromRight(letters) ? `<div dir="rtl">${html}</div>` : html
}

/** Whether the first letter is of a script that runs from right to left. */
export function runsFromRight(text: string): boolean {
  return rightToLeft.test(text)
}

const rightToLeft =
  /^\P{L}*(?:\p{Script=Arabic}|\p{Script=Hebrew}|\p{Script=Syriac}|\p{Script=Thaana}|\p{Script=Nko})/u

export function hasReference(text: string): boolean {
  return reference.test(text)
}

/** Text that stands in HTML as it is; `[%` would start an expression. */
function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('[%', '[&#37;')
    .replaceAll('%]', '&#37;]')
}
