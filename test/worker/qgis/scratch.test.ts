import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { markOf } from '#worker/qgis/identity.ts'
import { makeScratch, sweepScratch } from '#worker/qgis/scratch.ts'
import { ends, runs } from '#test/worker/qgis/processes.ts'

let stateDir = ''
const spawned: ChildProcess[] = []

beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), 'fieldpack-'))
})
afterEach(() => {
  for (const child of spawned.splice(0)) child.kill('SIGKILL')
  rmSync(stateDir, { recursive: true, force: true })
})

/** A process in a group of its own, as sessions are. */
function sleeper(): number {
  const child = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' })
  spawned.push(child)
  return child.pid ?? 0
}

async function deadPid(): Promise<number> {
  const child = spawn('true')
  await once(child, 'exit')
  return child.pid ?? 0
}

function rewrite(folder: string, change: (note: { owner: object; session: object | null }) => void): void {
  const path = join(folder, 'session.json')
  const note = JSON.parse(readFileSync(path, 'utf8')) as Parameters<typeof change>[0]
  change(note)
  writeFileSync(path, JSON.stringify(note))
}

test('a scratch folder has a profile, a place for temporary files and a note', () => {
  const { folder, remove } = makeScratch(stateDir)
  expect(readdirSync(folder).sort()).toEqual(['profile', 'session.json', 'tmp'])
  remove()
  expect(readdirSync(stateDir)).toEqual([])
})

test('the mark of a process tells it from another and from a dead one', async () => {
  const pid = sleeper()
  expect(markOf(pid)).toBe(markOf(pid))
  expect(markOf(pid)).not.toBe(markOf(process.pid))
  expect(markOf(await deadPid())).toBeNull()
})

test('the session of a dead worker is ended and its folder cleared', async () => {
  const { folder, note } = makeScratch(stateDir)
  const pid = sleeper()
  note(pid)
  const dead = await deadPid()
  rewrite(folder, (found) => (found.owner = { pid: dead, mark: 'gone' }))
  sweepScratch(stateDir)
  expect(await ends(pid)).toBe(true)
  expect(existsSync(folder)).toBe(false)
})

test('the session of a worker that lives stays', () => {
  const { folder, note } = makeScratch(stateDir)
  const pid = sleeper()
  note(pid)
  sweepScratch(stateDir)
  expect(runs(pid)).toBe(true)
  expect(existsSync(folder)).toBe(true)
})

test('a process that only got the number of a former session is left alone', async () => {
  const { folder, note } = makeScratch(stateDir)
  const stranger = sleeper()
  note(stranger)
  const dead = await deadPid()
  rewrite(folder, (found) => {
    found.owner = { pid: dead, mark: 'gone' }
    found.session = { pid: stranger, mark: 'another boot 12345' }
  })
  sweepScratch(stateDir)
  expect(runs(stranger)).toBe(true)
  expect(existsSync(folder)).toBe(false)
})

test('a worker that only got the number of the dead owner does not protect its session', async () => {
  const { folder, note } = makeScratch(stateDir)
  const pid = sleeper()
  note(pid)
  rewrite(folder, (found) => (found.owner = { pid: process.pid, mark: 'another boot 12345' }))
  sweepScratch(stateDir)
  expect(await ends(pid)).toBe(true)
})

test('folders that are not ours, and notes that say nothing, stay', () => {
  const { folder } = makeScratch(stateDir)
  writeFileSync(join(folder, 'session.json'), '{"owner":')
  writeFileSync(join(stateDir, 'readme'), '')
  sweepScratch(stateDir)
  expect(readdirSync(stateDir).length).toBe(2)
})

test('a state folder that cannot be made is an error of its own', () => {
  writeFileSync(join(stateDir, 'file'), '')
  expect(() => makeScratch(join(stateDir, 'file'))).toThrow(
    expect.objectContaining({ code: 'qgis.startFailed' }),
  )
  expect(() => sweepScratch(join(stateDir, 'file'))).not.toThrow()
})
