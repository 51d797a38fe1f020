import { probePostgres } from '#worker/mirror/probe.ts'
import type { Mirror } from '#worker/mirror/mirror.ts'
import type { HandlersOf } from '#worker/rpc/handlers.ts'

export function mirrorHandlers(
  mirror: Pick<Mirror, 'status'>,
  password: () => string | null,
): HandlersOf<'mirror'> {
  return {
    'mirror.status': () => mirror.status(),
    'mirror.test': (address) => probePostgres({ ...address, password: address.password ?? password() }),
  }
}
