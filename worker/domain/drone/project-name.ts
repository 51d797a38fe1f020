const longest = 100
const unsafe = /[\\/:*?"<>|\p{Cc}]+/gu
const device = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i

/**
 * A drone project's name as the name of its zip, its folder and its files: the same text in its own script, without
 * what file systems refuse. Never empty, at most 100 characters.
 */
export function safeProjectName(name: string): string {
  const clean = trim(name.toWellFormed().normalize('NFC').replaceAll(unsafe, '_'))
  // Between characters, not inside of one.
  const stem = trim(clean.slice(0, longest).replace(/[\uD800-\uDBFF]$/, ''))
  if (stem === '') return 'drone'
  return device.test(stem) ? `_${stem}` : stem
}

/** Windows drops dots and spaces at the end; one in front hides a file. */
function trim(text: string): string {
  return text.replaceAll(/^[.\s]+|[.\s]+$/g, '')
}
