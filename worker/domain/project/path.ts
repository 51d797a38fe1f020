/** Where a path leads that a project names. */
export interface Place {
  /** Relative to the project's folder and tidy, where it is inside; null where it leads out. */
  inside: string | null
  /** As the project names it, with forward slashes. */
  path: string
  isAbsolute: boolean
}

/**
 * Reads a path of a project: relative, or absolute as Unix or Windows writes it. An absolute one may lead into the
 * project's own folder.
 *
 * @param folder the project's folder, absolute
 */
export function placeOf(file: string, folder: string): Place {
  const path = file.replaceAll('\\', '/')
  const isAbsolute = /^(?:\/|[A-Za-z]:\/)/u.test(path)
  if (!isAbsolute) return { inside: tidy(path), path, isAbsolute }
  const root = `${folder.replaceAll('\\', '/').replace(/\/+$/u, '')}/`
  // Drives of Windows mind no case.
  const isWindows = /^[A-Za-z]:\//u.test(path)
  const starts = isWindows ? path.toLowerCase().startsWith(root.toLowerCase()) : path.startsWith(root)
  return { inside: starts ? tidy(path.slice(root.length)) : null, path, isAbsolute }
}

/** Without `.` and inner `..`; null where the path leads out of its folder, or nowhere. */
function tidy(path: string): string | null {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.pop() === undefined) return null
  }
  return parts.length === 0 ? null : parts.join('/')
}
