import type { Delta } from '#worker/api/deltas.ts'

/**
 * A delta file that QFieldCloud and Fieldpack take. A delta without a device, which the schema allows and the server
 * does not, gets one; the same for all of them. How many one file may have is the caller's: servers before 2026
 * want at most 500.
 */
export function writeDeltaFile(
  deltas: readonly Delta[],
  options: {
    project: string
    /** A fresh version 4 UUID at each call. */
    uuid: () => string
    /** The file's own id; a fresh one where it is not given. */
    id?: string
    /** The server passes over uuids that it knows: fresh ones let it take the same changes once more. */
    freshUuids?: boolean
  },
): string {
  const { project, uuid, freshUuids = false } = options
  const device = uuid()
  const { id = uuid() } = options
  return JSON.stringify({
    version: '1.0',
    id,
    project,
    files: [],
    clientPks: {},
    deltas: deltas.map((delta) => ({ clientId: device, ...delta, ...(freshUuids ? { uuid: uuid() } : {}) })),
  })
}
