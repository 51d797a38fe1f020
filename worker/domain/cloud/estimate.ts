/** Bytes a second, as measured; null: never. */
export interface Speeds {
  up: number | null
  down: number | null
}

/** Seconds that so many bytes take; null where a direction that is needed was never measured. */
export function secondsFor(bytes: { up: number; down: number }, speeds: Speeds): number | null {
  const up = secondsOne(bytes.up, speeds.up)
  const down = secondsOne(bytes.down, speeds.down)
  return up === null || down === null ? null : Math.ceil(up + down)
}

function secondsOne(bytes: number, speed: number | null): number | null {
  if (bytes === 0) return 0
  return speed === null || speed <= 0 ? null : bytes / speed
}

/** Of what is sent: versions of files count too, until the server clears them away. */
const reserve = 0.1

/** Whether an upload may fill the owner's storage. */
export function isTight(upBytes: number, quotaLeft: number | null): boolean {
  return quotaLeft !== null && upBytes > 0 && upBytes * (1 + reserve) > quotaLeft
}
