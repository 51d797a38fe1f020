/** Settings of one connection by libpq's keywords: host, port, dbname, user, password, sslmode … */
export type PgService = Readonly<Record<string, string>>

export interface PgServices {
  /** By name. */
  services: Map<string, PgService>
  /** Lines, from 1, at which libpq would refuse the file. */
  faults: number[]
}

/**
 * Reads a pg_service.conf as libpq does: `[name]`, then `keyword=value` without blanks around `=` and without quotes;
 * `#` begins a comment line; of services and keywords that stand there twice the first counts.
 */
export function parsePgServices(text: string): PgServices {
  const services = new Map<string, Record<string, string>>()
  const faults: number[] = []
  let current: Record<string, string> | null = null
  for (const [index, raw] of text
    .replace(/^\uFEFF/u, '')
    .split(/\r?\n/u)
    .entries()) {
    const line = raw.trim()
    if (line === '' || line.startsWith('#')) continue
    const head = /^\[([^\]]*)\]/u.exec(line)
    if (head !== null) {
      current = {}
      const name = head[1] ?? ''
      // Settings of a second one of that name go nowhere.
      if (!services.has(name)) services.set(name, current)
      continue
    }
    const at = line.indexOf('=')
    const keyword = line.slice(0, Math.max(at, 0))
    if (current === null || !/^[a-z][a-z_]*$/u.test(keyword) || keyword === 'service') {
      faults.push(index + 1)
      continue
    }
    if (!Object.hasOwn(current, keyword)) current[keyword] = line.slice(at + 1)
  }
  return { services, faults }
}
