import type { Speeds } from '#worker/domain/cloud/estimate.ts'
import type { Store } from '#worker/store/connection.ts'

/** How fast files travelled to each server and back, when it was last measured. */
export function createCloudSpeeds(store: Store, now: () => number) {
  function of(server: string): Speeds {
    const rows = store.all('SELECT direction, speed FROM cloud_speeds WHERE server = @server', {
      server,
    }) as {
      direction: keyof Speeds
      speed: number
    }[]
    return { up: null, down: null, ...Object.fromEntries(rows.map((row) => [row.direction, row.speed])) }
  }

  /** @param speed bytes a second, more than 0 */
  function measured(server: string, direction: keyof Speeds, speed: number): void {
    store.run(
      `INSERT INTO cloud_speeds (server, direction, speed, at) VALUES (@server, @direction, @speed, @at)
       ON CONFLICT DO UPDATE SET speed = @speed, at = @at`,
      { server, direction, speed, at: now() },
    )
  }

  return { of, measured }
}
