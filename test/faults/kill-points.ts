import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { fingerprint } from '#test/worker/cli/site.ts'
import { withLedger, type Place, type ProjectJob } from '#test/faults/project-jobs.ts'
import type { Trip } from '#test/faults/tripwire.ts'
import { startWorker } from '#test/faults/worker-process.ts'

/** A job that nobody disturbed. */
interface Course {
  /** What the worker did to the disk, from its being asked to the job's end. */
  acts: string[]
  /** Numbers of the acts in the coordinator's folders, where the renames are. */
  outside: number[]
  ms: number
}

/** Where a worker is killed: at an act on the disk, or so many milliseconds after it was asked. */
export type Point = Pick<Trip, 'at' | 'when'> | { ms: number }

export interface Hit {
  /** Null: the ledger does not know the job. */
  id: string | null
  state: string
  /** The project at that moment, by name. */
  left: Record<string, string>
}

export async function takeCourse(place: Place, { ask }: ProjectJob): Promise<Course> {
  const log = join(place.folder, 'acts.txt')
  const worker = await startWorker(place.data, '')
  worker.trip({ log, at: null, when: 'before' })
  const began = performance.now()
  const { id } = await ask(worker, place)
  expect(await worker.reach(id, 'finished', 'failed')).toMatchObject({ state: 'finished' })
  const ms = performance.now() - began
  const acts = readFileSync(log, 'utf8').trimEnd().split('\n')
  await worker.stop()
  const coordinators = [place.site, place.out, join(place.folder, '.package')]
  const isOutside = (act: string): boolean =>
    coordinators.some((path) => act.split(' ').at(-1)?.startsWith(path))
  return { acts, outside: [...acts.keys()].filter((at) => isOutside(acts[at]!)), ms }
}

/** A third of the points lie where files are put into the coordinator's folders, a third at any act, the rest at any time. */
export function choosePoints({ acts, outside, ms }: Course, count: number, random: () => number): Point[] {
  const moments = ['before', 'during', 'after'] as const
  const third = Math.floor(count / 3)
  return Array.from({ length: count }, (_, number) => {
    const when = moments[Math.floor(random() * moments.length)]!
    const part = ((number % third) + random()) / third
    if (number < third && outside.length > 0) return { at: outside[Math.floor(part * outside.length)]!, when }
    if (number < 2 * third) return { at: Math.floor(part * acts.length), when }
    return { ms: random() * ms }
  })
}

export async function killAt(point: Point, place: Place, { ask }: ProjectJob): Promise<Hit> {
  const worker = await startWorker(place.data, '')
  if ('at' in point) worker.trip({ ...point, log: join(place.folder, 'acts.txt') })
  const asked = ask(worker, place).then(({ id }) => worker.reach(id, 'finished', 'failed'))
  // Killed, it answers no more.
  const over = asked.catch(() => undefined)
  await Promise.race('at' in point ? [worker.gone, over] : [sleep(point.ms)])
  await worker.kill()
  await over
  const left = fingerprint(place.site)
  return withLedger(place.data, ({ jobs }) => {
    const [job] = jobs.list(10)
    return { id: job?.id ?? null, state: job?.state ?? 'asked', left }
  })
}
