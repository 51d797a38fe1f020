import { AppError } from '#worker/api/errors.ts'
import { createQgis, type Qgis, type QgisOptions } from '#worker/qgis/keeper.ts'

/** Bytes that a session needs in the worst of ordinary jobs. */
const sessionBytes = 1.5 * 1024 ** 3

/** How many sessions a computer can bear side by side: by its free memory, at most one a core, at least one. */
export function sessionsFor({ freeBytes, cores }: { freeBytes: number; cores: number }): number {
  return Math.max(1, Math.min(cores, Math.floor(freeBytes / sessionBytes)))
}

/** Several sessions as if they were one: each call goes to the first that has the least to do. */
export function createFleet(size: number, options: QgisOptions): Qgis {
  const members = Array.from({ length: size }, () => ({ qgis: createQgis(options), calls: 0 }))
  const first = (): Qgis => {
    const [member] = members
    if (member === undefined) throw new AppError('internal', {}, { detail: 'a fleet of no session' })
    return member.qgis
  }

  return {
    async ask(method, params, asked) {
      const member = members.reduce((least, other) => (other.calls < least.calls ? other : least))
      member.calls++
      try {
        return await member.qgis.ask(method, params, asked)
      } finally {
        member.calls--
      }
    },
    version: () => members.map(({ qgis }) => qgis.version()).find((hello) => hello !== null) ?? null,
    find: (how) => first().find(how),
    alone: (work, secrets) => first().alone(work, secrets),
    warm: () => first().warm(),
    stop: async () => void (await Promise.all(members.map(({ qgis }) => qgis.stop()))),
  }
}
