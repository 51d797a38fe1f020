const longestName = 255
const unsafe = /[\\:*?"<>|]|\p{Cc}|[. ]$/u
const device = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i

/**
 * Whether a file's name out of somebody else's table may become a path below a folder of ours, on Windows too:
 * relative, with forward slashes, and no way up.
 */
export function isSafeName(name: string): boolean {
  return name
    .split('/')
    .every((part) => part !== '' && part.length <= longestName && !unsafe.test(part) && !device.test(part))
}
