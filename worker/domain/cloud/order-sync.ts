import { isProjectFile } from '#worker/domain/cloud/check-file.ts'

/** One file on its way. */
export interface Trip {
  /** In the folder. */
  name: string
  /** In the project: another than `name` where the server's version comes down beside ours. */
  remote: string
  direction: 'up' | 'down'
  size: number
  /** Of what travels, as far as it is known. */
  etag: string
  isAttachment: boolean
}

/** A version of the server's that is kept beside ours has to be here before ours goes up. */
export const phases = ['aside', 'data', 'attachments', 'project', 'down'] as const
export type Phase = (typeof phases)[number]

export function phaseOf({ name, remote, direction, isAttachment }: Omit<Trip, 'size' | 'etag'>): Phase {
  if (direction === 'down') return name === remote ? 'down' : 'aside'
  if (isProjectFile(name) && !name.includes('/')) return 'project'
  return isAttachment ? 'attachments' : 'data'
}

/**
 * Puts files into the order in which they travel. The project file is the very last one up, since every file that
 * comes after it would make the server check the project again; attachments come right before it. Within each,
 * small before large: on a slow line most is there soonest. Data come down before attachments.
 */
export function orderTrips<T extends Trip>(trips: readonly T[]): T[] {
  const rank = (trip: T) => phases.indexOf(phaseOf(trip)) * 2 + (trip.isAttachment ? 1 : 0)
  return [...trips].sort((a, b) => rank(a) - rank(b) || a.size - b.size || (a.name < b.name ? -1 : 1))
}
