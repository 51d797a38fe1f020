import { globSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import type { ApplyDeltasResult, Delta } from '#worker/api/deltas.ts'
import type { Job } from '#worker/api/jobs.ts'
import type { OutputFile } from '#worker/api/output.ts'
import type { CheckResult, PackageResult } from '#worker/api/projects.ts'
import { delta, rowsOf, type Row } from '#test/resources/qgis/changes.ts'
import { fingerprint, makeSite, secret, siteLike, trees, writeDeltas } from '#test/worker/cli/site.ts'
import type { WorkerProcess } from '#test/faults/worker-process.ts'
import { createLedger, type Ledger } from '#worker/store/ledger.ts'
import { openStore } from '#worker/store/open.ts'

/** Where one job runs: a coordinator's project, a place for its package and a ledger, each of its own. */
export interface Place {
  folder: string
  site: string
  out: string
  data: string
  deltas: Delta[]
  deltaFile: string
  /** The project as it was. */
  before: Record<string, string>
}

export interface ProjectJob {
  ask(worker: WorkerProcess, place: Place): Promise<Job>
  /** Looks at what a finished job left. */
  expectDone(place: Place, job: Job, ledger: Ledger): Promise<void>
}

/** A folder that goes with the test. */
export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fieldpack-fault-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A project of which every place is a copy. */
export function makeModel(folder: string): Promise<string> {
  return makeSite(join(folder, 'model'), { texts: { 'DCIM/oak.jpg': 'a photo', 'notes.txt': 'notes' } })
}

export function makePlace(model: string, folder: string): Place {
  mkdirSync(folder)
  const site = siteLike(model, join(folder, 'site'))
  const deltas = [...newFeatures(trees, 150), ...newFeatures(secret, 50), gone]
  return {
    folder,
    site,
    out: join(folder, 'package'),
    data: join(folder, 'data'),
    deltas,
    deltaFile: writeDeltas(join(folder, 'deltas.json'), deltas),
    before: fingerprint(site),
  }
}

const newFeatures = (layer: string, count: number): Delta[] =>
  Array.from({ length: count }, (_, number) =>
    delta(layer, 'create', `-${number + 1}`, {
      new: { geometry: `POINT(${number} 5)`, attributes: { name: `new ${number}` } },
    }),
  )

const gone = delta(trees, 'delete', '3', {
  old: { geometry: 'POINT(3 3)', attributes: { name: 'elm', height: 9 } },
})

export const projectJobs: Record<'check' | 'package' | 'apply-deltas', ProjectJob> = {
  check: {
    ask: (worker, { site }) => worker.call('jobs.check', { folder: site }),
    async expectDone({ site, before }, job) {
      expect((job.result as CheckResult).layers).toHaveLength(3)
      expect(fingerprint(site)).toEqual(before)
    },
  },
  package: {
    ask: (worker, { site, out }) => worker.call('jobs.package', { folder: site, out, zip: true }),
    async expectDone({ site, out, before }, job) {
      const { packageFiles, layers, zip } = job.result as PackageResult
      expect(layers.map(({ packaged }) => packaged)).toEqual([3, 2, null])
      const made = Object.entries(fingerprint(out)).filter(([, sha256]) => sha256 !== 'folder')
      expect(made).toEqual(packageFiles.map(({ name, sha256 }) => [name, sha256]))
      expect(zip).toBe(`${out}.zip`)
      expect(existsSync(`${out}.zip`), 'the zip is there').toBe(true)
      expect(fingerprint(site)).toEqual(before)
    },
  },
  'apply-deltas': {
    ask: (worker, { site, deltaFile }) =>
      worker.call('jobs.applyDeltas', { folder: site, files: [deltaFile] }),
    async expectDone({ site, before, deltas }, job, ledger) {
      const { files } = job.result as ApplyDeltasResult
      const now = fingerprint(site)
      const changed = files.filter(({ name }) => name.startsWith('after/'))
      expect(changed.map(({ name }) => name).sort()).toEqual(['after/Secret.gpkg', 'after/Trees.gpkg'])
      expect(now).toEqual({
        ...before,
        ...Object.fromEntries(changed.map(({ name, sha256 }) => [name.slice('after/'.length), sha256])),
      })
      const rows: Record<string, Row[]> = {
        [trees]: await rowsOf(join(site, 'Trees.gpkg')),
        [secret]: await rowsOf(join(site, 'Secret.gpkg')),
      }
      expect([rows[trees]?.length, rows[secret]?.length]).toEqual([152, 51])
      const kept = ledger.deltas.list(site, { limit: 1_000 }).deltas
      expect(kept.map(({ uuid, status }) => [uuid, status])).toEqual(
        deltas.map(({ uuid }) => [uuid, 'applied']),
      )
      for (const { content, modifiedPk } of kept.filter(({ content: { method } }) => method === 'create'))
        expect(rows[content.sourceLayerId]?.find(({ fid }) => String(fid) === modifiedPk)?.['name']).toBe(
          content.new?.attributes?.['name'],
        )
    },
  },
}

/** What the ledger of a worker that is dead or stopped says. */
export async function withLedger<T>(data: string, look: (ledger: Ledger) => Promise<T> | T): Promise<T> {
  const store = await openStore(data, { readOnly: true })
  try {
    return await look(createLedger(store, { now: Date.now, random: Math.random }))
  } finally {
    store.close()
  }
}

/**
 * What a dead worker left of the project is, file by file, as it was or as it is to be.
 *
 * @param after files of the finished job
 */
export function expectNothingTorn(
  { before }: Place,
  left: Record<string, string>,
  after: readonly OutputFile[],
): void {
  for (const [name, sha256] of Object.entries(left)) {
    if (name.endsWith('.partial')) continue
    const wanted = after.find((file) => file.name === `after/${name}`)?.sha256
    expect([before[name], wanted], name).toContain(sha256)
  }
  expect(Object.keys(left)).toEqual(expect.arrayContaining(Object.keys(before)))
}

/** One attempt succeeded, every kept file is whole, and nothing half-made lies about. */
export async function expectRight(place: Place, { expectDone }: ProjectJob): Promise<Job> {
  return withLedger(place.data, async (ledger) => {
    const [job, ...others] = ledger.jobs.list(10)
    if (job === undefined) throw new Error('The job is lost')
    expect(others).toEqual([])
    expect(job, JSON.stringify(job)).toMatchObject({ state: 'finished', error: null })
    for (const { sha256 } of [...ledger.files.list(job.id, 'input'), ...ledger.files.list(job.id, 'output')])
      expect(await ledger.blobs.verify(sha256)).toBe(true)
    await expectDone(place, job, ledger)
    const leftovers = globSync('**/*.{partial,part}*', { cwd: place.folder, withFileTypes: false })
    expect([...leftovers, ...readdirSync(place.folder).filter((name) => name.startsWith('.'))]).toEqual([])
    expect(readdirSync(join(place.data, 'work'))).toEqual([])
    expect(runningSessions(place.data)).toEqual([])
    return job
  })
}

/** Process ids of QGIS processes that outlived their worker. */
function runningSessions(data: string): number[] {
  return globSync(join(data, 'qgis', 'session-*', 'session.json'))
    .map(
      (file) => (JSON.parse(readFileSync(file, 'utf8')) as { session: { pid: number } | null }).session?.pid,
    )
    .filter((pid) => pid !== undefined)
    .filter((pid) => existsSync(`/proc/${pid}`))
}
