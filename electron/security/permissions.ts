/** Chromium grants by default; we refuse all but writing plain text to the clipboard after a click (S6). */
export function mayUse(permission: string): boolean {
  return permission === 'clipboard-sanitized-write'
}
