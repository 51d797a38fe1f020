import { globSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { OutputFile } from '#worker/api/output.ts'
import { rollDice } from '#test/faults/dice.ts'
import { choosePoints, killAt, takeCourse } from '#test/faults/kill-points.ts'
import {
  expectNothingTorn,
  expectRight,
  makeModel,
  makePlace,
  projectJobs,
  scratch,
} from '#test/faults/project-jobs.ts'
import { until } from '#test/faults/until.ts'
import { startWorker } from '#test/faults/worker-process.ts'

const kills = 20
/** Of QGIS, whose end the worker sees at once: a few are as good as many. */
const qgisKills = 6

/** Whether a process reads a file below this folder at the moment. */
function hasOpen(pid: number, folder: string): boolean {
  return globSync(`/proc/${pid}/fd/*`).some((link) => {
    try {
      return readlinkSync(link).startsWith(folder)
    } catch {
      // Closed since we looked.
      return false
    }
  })
}

/** The tests of one of the three job types. Each has a file of its own, so that they run side by side. */
export function killProjectJob(name: keyof typeof projectJobs): void {
  const kind = projectJobs[name]

  test(`kill -9 of the worker at ${kills} points: nothing lost, nothing twice`, async () => {
    const random = rollDice(`${name}, worker killed`)
    const folder = scratch()
    const model = await makeModel(folder)
    const course = await takeCourse(makePlace(model, join(folder, 'undisturbed')), kind)
    const hits: Record<string, number> = {}
    for (const [number, point] of choosePoints(course, kills, random).entries()) {
      const place = makePlace(model, join(folder, `${number}`))
      const hit = await killAt(point, place, kind)
      const where = 'at' in point ? `${point.when} ${course.acts[point.at ?? 0]}` : `after ${point.ms} ms`
      hits[hit.state] = (hits[hit.state] ?? 0) + 1
      const worker = await startWorker(place.data, '')
      // Whoever never heard that the job was accepted asks again.
      const id = hit.id ?? (await kind.ask(worker, place)).id
      if (process.env['FIELDPACK_NOTES']) process.stdout.write(`${where}: ${hit.state}\n`)
      if (hit.state !== 'finished') await worker.reach(id, 'finished', 'failed')
      await worker.stop()
      const job = await expectRight(place, kind).catch((cause: unknown) => {
        throw new Error(`Killed ${where}, then ${hit.state}: ${String(cause)}`, { cause })
      })
      expectNothingTorn(place, hit.left, (job.result as { files: OutputFile[] }).files)
    }
    expect(Object.values(hits).reduce((sum, count) => sum + count)).toBe(kills)
    process.stdout.write(`${name}: ${kills} kills of the worker: 0 lost, 0 twice (${JSON.stringify(hits)})\n`)
  })

  test(`kill -9 of QGIS at ${qgisKills} points: the job comes to its end`, async () => {
    const random = rollDice(`${name}, QGIS killed`)
    const folder = scratch()
    const model = await makeModel(folder)
    const { ms } = await takeCourse(makePlace(model, join(folder, 'undisturbed')), kind)
    let [struck, attempts] = [0, 0]
    for (let round = 0; struck < qgisKills; round++) {
      const place = makePlace(model, join(folder, `${round}`))
      const worker = await startWorker(place.data, '')
      const { id } = await kind.ask(worker, place)
      await until(() => worker.qgis())
      // Until QGIS was there some of the job's time had gone, and at its end QGIS has gone.
      await sleep(random() * ms * 0.6)
      const pid = worker.qgis()
      if (pid !== null) process.kill(pid, random() < 0.5 ? 'SIGKILL' : 'SIGSEGV')
      if (pid !== null) struck++
      const ended = await worker.reach(id, 'finished', 'failed')
      attempts += ended.attempts
      // A QGIS that does not even start is for a person to look at.
      expect([undefined, 'qgis.startFailed']).toContain(ended.error?.code)
      if (ended.state === 'failed') {
        await worker.call('jobs.retry', { id })
        await worker.reach(id, 'finished')
      }
      await worker.stop()
      await expectRight(place, kind)
    }
    expect(attempts).toBeGreaterThan(qgisKills)
    process.stdout.write(`${name}: ${struck} kills of QGIS: 0 lost, 0 twice (${attempts} attempts)\n`)
  })

  test('a project that QGIS crashes on fails in words, and the next job works', async () => {
    const folder = scratch()
    const place = makePlace(await makeModel(folder), join(folder, 'place'))
    const worker = await startWorker(place.data, '')
    const { id } = await kind.ask(worker, place)
    const struck = new Set<number>()
    const failed = await until(
      () => {
        const job = worker.jobs.get(id)
        const running = worker.qgis()
        const pid = running !== null && hasOpen(running, join(place.data, 'work', id)) ? running : null
        if (pid !== null && !struck.has(pid)) process.kill(pid, 'SIGSEGV')
        if (pid !== null) struck.add(pid)
        return job?.state === 'failed' ? job : null
      },
      { everyMs: 5 },
    )
    expect(failed).toMatchObject({ state: 'failed', error: { code: 'qgis.crashed' } })
    await worker.call('jobs.discard', { id })
    const next = await kind.ask(worker, place)
    await worker.reach(next.id, 'finished')
    await worker.stop()
    await expectRight(place, kind)
  })
}
