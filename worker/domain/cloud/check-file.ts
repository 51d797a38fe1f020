/** Bytes that the proxy of QFieldCloud lets through: 10 GiB, with a little room for the form around a file. */
export const largestFile = 10 * 1024 ** 3 - 4096

/** Bytes; larger files are taken, and often time out on the server or on the way. QFieldCloud's own advice. */
const advisedLargest = 2_000_000_000

const longestName = 255
const forbidden = /[<>:"\\|?*\p{Cc}]/u
const device = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i

export type FileNameProblem = 'empty' | 'tooLong' | 'character' | 'device' | 'edge'

/**
 * Why QFieldCloud would not store a file of that name, which it says with `api_error` and nothing more; null when it
 * would. The rules are those of servers of 2026; older ones take such names and cannot give them to every tablet.
 *
 * @param name in the project, with forward slashes
 */
export function fileNameProblem(name: string): FileNameProblem | null {
  if (name.length > longestName) return 'tooLong'
  for (const part of name.split('/')) {
    if (part === '') return 'empty'
    if (forbidden.test(part)) return 'character'
    if (device.test(part)) return 'device'
    // "." and ".." end in a point, too.
    if (/^\s|[\s.]$/u.test(part)) return 'edge'
  }
  return null
}

export type FileSizeProblem = 'tooLarge' | 'large'

/** `tooLarge`: not taken; `large`: taken, and at risk. */
export function fileSizeProblem(bytes: number): FileSizeProblem | null {
  if (bytes > largestFile) return 'tooLarge'
  return bytes > advisedLargest ? 'large' : null
}

/** Whether it is a QGIS project, of which QFieldCloud takes one in a project. */
export function isProjectFile(name: string): boolean {
  return /\.qg[sz]$/i.test(name)
}
