import type { ProjectLayer } from '#worker/api/projects.ts'
import type { PgService } from '#worker/api/pg-services.ts'
import { addressesOf, loginUrl } from '#worker/domain/project/pg-service.ts'
import { type Address, addressKey } from '#worker/domain/project/reach.ts'

/** Where a database is asked for when nobody names a port. */
const ports: Readonly<Record<string, number>> = {
  postgres: 5432,
  postgresraster: 5432,
  mssql: 1433,
  oracle: 1521,
}
/** Of everything else, which is on the web. */
const webPort = 443

/** The server that a layer names itself; null where it names none, or a socket of this computer. */
export function addressOf({ host, port, provider }: ProjectLayer): Address | null {
  if (host === null || host === '' || host.startsWith('/')) return null
  return { host, port: port ?? ports[provider] ?? webPort }
}

/** Servers to try: those of layers that do not open, named by themselves or through their service. */
export function addressesToTry(
  layers: readonly ProjectLayer[],
  services: ReadonlyMap<string, PgService>,
): Address[] {
  const found = new Map<string, Address>()
  for (const layer of layers.filter(({ isValid }) => !isValid)) {
    const own = addressOf(layer)
    const named = services.get(layer.service ?? '')
    const all = own === null ? addressesOf(named ?? {}) : [own]
    for (const address of all) found.set(addressKey(address), address)
  }
  return [...found.values()]
}

/** Services to sign in to: those of layers that do not open, each with its address, password and all. */
export function loginsToTry(
  layers: readonly ProjectLayer[],
  services: ReadonlyMap<string, PgService>,
): { service: string; url: string }[] {
  const named = layers
    .filter(({ isValid, host }) => !isValid && host === null)
    .map(({ service }) => service ?? '')
  return [...new Set(named)].flatMap((service) => {
    const url = loginUrl(services.get(service) ?? {})
    return url === null ? [] : [{ service, url }]
  })
}
