/**
 * What QField opens a project by, from a QR code or a tap: `qfield://cloud?project=<id>&url=<server>&username=<name>`.
 * QField since the spring of 2025 shows the project's page; since 4.0 it turns to that server as well, and asks the
 * person of that name for the password. No version takes a password from a link.
 *
 * @param server scheme and host without a slash at the end, as QField puts its own addresses behind it
 */
export function projectLink({
  projectId,
  server,
  username,
}: {
  projectId: string
  server: string
  username: string
}): string {
  const query = [
    ['project', projectId],
    ['url', server],
    ['username', username],
  ]
  // QField does not read "+" as a space.
  return `qfield://cloud?${query.map(([name = '', value = '']) => `${name}=${encodeURIComponent(value)}`).join('&')}`
}
