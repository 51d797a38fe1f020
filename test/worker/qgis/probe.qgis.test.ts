import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Candidate } from '#worker/qgis/candidates.ts'
import { createQgis } from '#worker/qgis/keeper.ts'
import { probe } from '#worker/qgis/probe.ts'

const resourcesDir = resolve('resources')
let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fieldpack-'))
  mkdirSync(join(folder, 'profile'))
  mkdirSync(join(folder, 'tmp'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function candidate(command: string): Candidate {
  return { command, args: [], env: {}, label: command, chosen: false, sandboxed: false }
}

/** A program that stands in for a Python that is not the right one. */
function program(script: string): Candidate {
  const path = join(folder, 'py thon & 3')
  writeFileSync(path, `#!/bin/sh\n${script}\n`)
  chmodSync(path, 0o755)
  return candidate(path)
}

const ask = (asked: Candidate, signal = new AbortController().signal) =>
  probe(asked, resourcesDir, folder, signal)

test("the distribution's Python tells of its QGIS", async () => {
  const begun = performance.now()
  const hello = await ask(candidate('/usr/bin/python3'))
  process.stdout.write(`probe: ${Math.round(performance.now() - begun)} ms\n`)
  expect(hello.qgisInt).toBeGreaterThanOrEqual(32200)
  expect(hello.providers).toEqual(expect.arrayContaining(['ogr', 'wms', 'gdal', 'memory']))
  expect(hello.drivers).toEqual(expect.arrayContaining(['GPKG', 'GeoJSON', 'ESRI Shapefile']))
})

test('a program that is not there', async () => {
  await expect(ask(candidate('/nowhere/python3'))).rejects.toMatchObject({ code: 'qgis.missing' })
})

test('a Python without QGIS', async () => {
  const bare = { ...candidate('/usr/bin/python3'), args: ['-S'] }
  await expect(ask(bare)).rejects.toMatchObject({ code: 'qgis.missing' })
})

test('a program that is no Python', async () => {
  await expect(ask(program('echo hello; exit 7'))).rejects.toMatchObject({
    data: { code: 'qgis.startFailed', params: { cause: 'exit code 7' } },
  })
})

test('a QGIS whose libraries do not load', async () => {
  const error = 'ImportError: libqgis_core.so.3: cannot open shared object file'
  await expect(ask(program(`echo '${error}' >&2; exit 1`))).rejects.toMatchObject({
    data: { code: 'qgis.startFailed', detail: expect.stringContaining(error) as string },
  })
})

test('a QGIS that crashes', async () => {
  await expect(ask(program('kill -SEGV $$'))).rejects.toMatchObject({
    data: { code: 'qgis.startFailed', params: { cause: 'SIGSEGV' } },
  })
})

test('a QGIS that is too old, after a wrapper that prints', async () => {
  const old = {
    qgis: '3.16.3-Hannover',
    qgisInt: 31603,
    qt: '5.12',
    gdal: '3.1',
    python: '3.7',
    prefix: '/usr',
    providers: [],
    drivers: [],
    pid: 1,
  }
  await expect(ask(program(`echo Setting up; echo '${JSON.stringify(old)}'`))).rejects.toMatchObject({
    data: { code: 'qgis.tooOld', params: { version: '3.16.3-Hannover', minimum: '3.22' } },
  })
})

test('a probe that nobody waits for any more', async () => {
  const work = ask(program('sleep 600'), AbortSignal.timeout(200))
  await expect(work).rejects.toMatchObject({ code: 'job.interrupted' })
})

test('the keeper passes over a setting that does not work, and finds the one that does', async () => {
  const qgis = createQgis({
    settings: () => ({ qgisPython: '/nowhere/python3', qgisTimeLimit: 60 }),
    resourcesDir,
    stateDir: join(folder, 'state'),
    log: () => undefined,
  })
  const found = await qgis.find()
  expect(found.candidate.label).toBe('/usr/bin/python3')
  expect(new Date(found.at).getTime()).toBeLessThanOrEqual(Date.now())
  expect(await qgis.find()).toBe(found)
  expect(await qgis.find({ fresh: true })).not.toBe(found)
  expect(readdirSync(join(folder, 'state'))).toEqual([])
  await qgis.stop()
})
