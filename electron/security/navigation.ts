import { appOrigin } from '#electron/security/assets.ts'

/** Hosts whose pages the app links to. Everything else stays closed. */
const hosts: ReadonlySet<string> = new Set([
  'qgis.org',
  'www.qgis.org',
  'download.qgis.org',
  'docs.qgis.org',
  'qfield.org',
  'docs.qfield.org',
  'qfield.cloud',
  'app.qfield.cloud',
  'xlsform.org',
  'docs.getodk.org',
  'openstreetmap.org',
  'www.openstreetmap.org',
])

/** Whether a frame may go to this address: the app's own pages and nothing else (S4). */
export function mayNavigate(url: string): boolean {
  const parsed = URL.parse(url)
  return parsed !== null && `${parsed.protocol}//${parsed.host}` === appOrigin
}

/** The address to hand to the system's browser, as the parser writes it; null for what we never open (S5). */
export function externalUrl(url: string): string | null {
  const parsed = URL.parse(url)
  if (parsed === null || parsed.protocol !== 'https:') return null
  if (parsed.username !== '' || parsed.password !== '' || parsed.port !== '') return null
  return hosts.has(parsed.hostname) ? parsed.href : null
}
