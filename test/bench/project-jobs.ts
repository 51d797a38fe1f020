/**
 * `npm run bench:project`: QFieldCloud's three job types as people wait for them, from a job's start to its end: a check
 * of 30 layers, packages of 30,000 and 100,000 features with GDAL's plain translation of the same layer as the floor in the
 * same run, and 1,000 and 5,000 deltas on a layer of 100,000 features. Prints a table to stderr and JSON to stdout; asserts nothing,
 * since times belong to a machine.
 */
import { Console } from 'node:console'
import { execFileSync } from 'node:child_process'
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ApplyDeltasResult, Delta, DeltaMethod } from '#worker/api/deltas.ts'
import { AppError } from '#worker/api/errors.ts'
import type { Job } from '#worker/api/jobs.ts'
import { createWorker, type Worker } from '#worker/compose.ts'
import { delta } from '#test/resources/qgis/changes.ts'
import { makeProject, type LayerSpec } from '#test/resources/qgis/make-project.ts'

interface Measure {
  what: string
  /** Milliseconds of the whole job, with its starts of QGIS. */
  jobMs: number
  goalMs: number
  /** Milliseconds of its main step alone. */
  stepMs: number
  pythonPeakMb: number
  floorMs?: number
  msPerDelta?: number
}

const root = fileURLToPath(new URL('../..', import.meta.url))
const python = process.env['FIELDPACK_QGIS_PYTHON'] ?? '/usr/bin/python3'
const scratch = mkdtempSync(join(tmpdir(), 'fieldpack-bench-'))
const dataDir = join(scratch, 'data')
const town = 'town_00000001'
const waiting = new Map<string, (job: Job) => void>()

const worker = await createWorker({
  dataDir,
  resourcesDir: join(root, 'resources'),
  emit: (name, payload) => {
    const job = payload as Job
    if (name === 'job.changed' && ['finished', 'failed', 'stopped'].includes(job.state))
      waiting.get(job.id)?.(job)
  },
  note: () => undefined,
})
worker.start()
try {
  const measures = [
    await measureCheck(30),
    await measurePackage(30_000, 5_000),
    await measurePackage(100_000, 20_000),
    await measureDeltas(1_000, 10_000),
    await measureDeltas(5_000, 60_000),
  ]
  new Console(process.stderr).table(measures)
  console.log(JSON.stringify(measures, null, 2))
} finally {
  await worker.stop()
  rmSync(scratch, { recursive: true, force: true })
}

async function measureCheck(layers: number): Promise<Measure> {
  const specs = Array.from({ length: layers }, (_, number) => layerOf(`Layer ${number}`, 500))
  const folder = await project(`check-${layers}`, specs)
  const { job, peakMb } = await run('jobs.check', { folder })
  return {
    what: `check of ${layers} layers`,
    goalMs: 15_000,
    ...timesOf(job, 'opening_check'),
    pythonPeakMb: peakMb,
  }
}

async function measurePackage(features: number, goalMs: number): Promise<Measure> {
  const folder = await project(`package-${features}`, [layerOf('Town', features, town)])
  const out = join(scratch, `out-${features}`)
  const { job, peakMb } = await run('jobs.package', { folder, out })
  const told = execFileSync(python, [
    join(root, 'test/bench/floor.py'),
    join(folder, 'Town.gpkg'),
    join(scratch, `floor-${features}.gpkg`),
    'plain',
  ])
  return {
    what: `package of ${features} features`,
    goalMs,
    ...timesOf(job, 'package_project'),
    pythonPeakMb: peakMb,
    floorMs: (JSON.parse(told.toString()) as { ms: number }).ms,
  }
}

async function measureDeltas(count: number, goalMs: number): Promise<Measure> {
  const folder = await project(`deltas-${count}`, [layerOf('Town', 100_000, town)])
  const file = join(scratch, `${count}.json`)
  const id = '22222222-2222-4222-8222-222222222222'
  const deltas = Array.from({ length: count }, (_, number) => change(number))
  writeFileSync(file, JSON.stringify({ version: '1.0', id, project: id, files: [], deltas }))
  const { job, peakMb } = await run('jobs.applyDeltas', { folder, files: [file] })
  const answers = (job.result as ApplyDeltasResult).deltas
  const applied = answers.filter(({ status }) => status === 'applied').length
  if (applied !== count) throw new Error(`${applied} of ${count} deltas applied`)
  const times = timesOf(job, 'apply_deltas')
  return {
    what: `${count} deltas on 100,000 features`,
    goalMs,
    ...times,
    pythonPeakMb: peakMb,
    msPerDelta: Math.round((times.stepMs / count) * 100) / 100,
  }
}

/** Two creates, two patches and a delete in turn, each of another feature. */
function change(number: number): Delta {
  const method = (['create', 'patch', 'create', 'patch', 'delete'] as DeltaMethod[])[number % 5]!
  const pk = String(number * 17 + 1)
  const old = { attributes: { name: `f${number * 17}` } }
  if (method === 'create')
    return delta(town, method, `-${number}`, {
      new: { geometry: 'POINT(3 3)', attributes: { name: `n${number}` } },
    })
  if (method === 'delete') return delta(town, method, pk, { old })
  return delta(town, method, pk, {
    old,
    new: { geometry: 'POINT(4 4)', attributes: { name: `p${number}` } },
  })
}

function layerOf(name: string, features: number, id?: string): LayerSpec {
  return {
    name,
    kind: 'gpkg',
    cloudAction: 'offline',
    fields: [
      { name: 'name' },
      ...['kind', 'owner', 'walls', 'roof', 'remarks'].map((each) => ({ name: each })),
      { name: 'storeys', type: 'integer' },
      { name: 'area', type: 'decimal' },
    ],
    features,
    ...(id === undefined ? {} : { id }),
  }
}

async function project(name: string, layers: LayerSpec[]): Promise<string> {
  const out = join(scratch, name)
  await makeProject({ out, file: 'site.qgz', layers })
  return out
}

async function run(
  method: Parameters<Worker['answer']>[0],
  input: object,
): Promise<{ job: Job; peakMb: number }> {
  let peakMb = 0
  const watch = setInterval(() => (peakMb = Math.max(peakMb, residentPeakMb())), 20)
  try {
    const reply = await worker.answer(method, input)
    if (!reply.ok) throw AppError.from(reply.error)
    const { id } = reply.value as Job
    const job = await new Promise<Job>((resolve) => waiting.set(id, resolve))
    if (job.error !== null) throw AppError.from(job.error)
    return { job, peakMb }
  } finally {
    clearInterval(watch)
  }
}

/** The most memory that a QGIS process of now ever had. */
function residentPeakMb(): number {
  const peaks = globSync(join(dataDir, 'qgis', 'session-*', 'session.json')).map((file) => {
    try {
      const { session } = JSON.parse(readFileSync(file, 'utf8')) as { session: { pid: number } | null }
      const status = session === null ? '' : readFileSync(`/proc/${session.pid}/status`, 'utf8')
      return Math.round(Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024)
    } catch {
      // It has ended since we looked.
      return 0
    }
  })
  return Math.max(0, ...peaks)
}

function timesOf(job: Job, step: string): { jobMs: number; stepMs: number } {
  return {
    jobMs: Date.parse(job.finishedAt ?? '') - Date.parse(job.startedAt ?? ''),
    stepMs: Math.round(job.steps.find(({ id }) => id === step)?.ms ?? 0),
  }
}
