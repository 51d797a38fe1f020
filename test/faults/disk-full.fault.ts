import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { startCheapWorker } from '#test/faults/cheap-worker.ts'
import { rollDice } from '#test/faults/dice.ts'
import { makeScene } from '#test/faults/scene.ts'
import { until } from '#test/faults/until.ts'
import { expectNothingLostOrTwice } from '#test/faults/verdict.ts'

const megabyte = 1_048_576

/** A small disk of its own, where we may mount one. */
function smallDisk(folder: string, megabytes: number): string | null {
  const dir = join(folder, 'data')
  mkdirSync(dir)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', dir], { stdio: 'pipe' })
  } catch (thrown) {
    process.stdout.write(`Skipped: the full disk, since no small one can be mounted: ${String(thrown)}\n`)
    return null
  }
  onTestFinished(() => void execFileSync('umount', ['--lazy', dir]))
  return dir
}

/** All but so many bytes. */
function fill(dir: string, left: number): void {
  const { bavail, bsize } = statfsSync(dir)
  const size = Math.max(0, bavail * bsize - left)
  try {
    writeFileSync(join(dir, 'ballast'), Buffer.alloc(size))
  } catch (thrown) {
    // The worker wrote since we looked: the disk is full before all of the ballast is on it.
    if ((thrown as NodeJS.ErrnoException).code !== 'ENOSPC') throw thrown
  }
}

test('the disk of the ledger is full, again and again', async () => {
  const random = rollDice('Disk full')
  const { server, database, folder } = await makeScene()
  // A job is only accepted where there is room for a project, 200 MiB.
  const dir = smallDisk(folder, 320)
  if (dir === null) return
  const rounds = 5
  const worker = await startCheapWorker({
    dir,
    settings: database.settings(),
    password: server.password,
    bytes: megabyte,
  })
  const accepted = { local: [] as string[], taken: [] as string[] }
  let [refused, again] = [0, 0]
  for (let round = 0; round < rounds; round++) {
    accepted.taken.push(...(await database.ask(2)))
    accepted.local.push(await worker.accept(`${round}`))
    await sleep(random() * 200)
    fill(dir, Math.floor(random() * 200_000))
    for (const name of ['a', 'b']) {
      const id = await worker.accept(`${round}${name}`).catch(() => null)
      if (id === null) refused++
      else accepted.local.push(id)
    }
    await sleep(700)
    rmSync(join(dir, 'ballast'))
    await until(() => worker.isQuiet())
    // Somebody reads that the disk was full, and asks again.
    for (const { id, origin, error } of worker.failed()) {
      expect(error?.code).toMatch(/^(store|output)\.full$/)
      again++
      if (origin === null) worker.retry(id)
      else await worker.mirror.take(id, {})
    }
  }
  await until(async () => worker.isQuiet() && (await database.open()) === 0)
  await worker.stop()
  await expectNothingLostOrTwice(dir, database.sql, accepted)
  expect(refused + again).toBeGreaterThan(0)
  process.stdout.write(
    `${rounds} full disks: 0 of ${accepted.local.length + accepted.taken.length} accepted jobs lost, 0 twice (${refused} refused, ${again} asked again)\n`,
  )
})
