/**
 * `npm run bench [-- sizes]`: the main job from 1k, 10k and 100k building polygons whose attributes answer the form's
 * questions, stage by stage, with GDAL's plain translation of the same file as the floor in the same run. Prints a table to stderr and JSON to stdout; asserts
 * nothing, since times belong to a machine.
 */
import { Console } from 'node:console'
import { execFileSync } from 'node:child_process'
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { GenerateResult, Job } from '#worker/api/jobs.ts'
import { AppError } from '#worker/api/errors.ts'
import { createWorker } from '#worker/compose.ts'
import { writeTown } from '#test/bench/buildings.ts'
import { measureForm } from '#test/bench/form.ts'
import { countAnswers, writeSurvey } from '#test/bench/survey.ts'
import { measureSessions } from '#test/bench/session.ts'
import { measureWindow } from '#test/bench/window.ts'

interface Measure {
  features: number
  /** Answers in the survey that came from attributes. */
  answers: number
  /** Wall milliseconds of each step of the job, and of the whole job. */
  steps: Record<string, number>
  totalMs: number
  pythonPeakMb: number | null
  floor: { ms: number; peakMb: number }
  /** Features step against the floor. */
  ratio: number
}

const root = fileURLToPath(new URL('../..', import.meta.url))
const python = process.env['FIELDPACK_QGIS_PYTHON'] ?? '/usr/bin/python3'
const sizes = process.argv.slice(2).map(Number).filter(Number.isFinite)

const scratch = mkdtempSync(join(tmpdir(), 'fieldpack-bench-'))
try {
  const form = measureForm(2000)
  const sessions = await measureSessions(scratch)
  const windowMs = await measureWindow().catch((thrown: unknown) => {
    console.error(`window not measured: ${String(thrown)}`)
    return null
  })
  const projects: Measure[] = []
  for (const features of sizes.length > 0 ? sizes : [1000, 10_000, 100_000])
    projects.push(await measure(features))
  show(projects)
  console.error(`form of ${form.rows} rows compiled in ${form.ms} ms`)
  console.error(`QGIS session ready in ${sessions.first} ms at first, then in ${sessions.second} ms`)
  console.error(`window usable in ${windowMs} ms`)
  console.log(JSON.stringify({ form, sessions, windowMs, projects }, null, 2))
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

async function measure(features: number): Promise<Measure> {
  const folder = mkdtempSync(join(scratch, `${features}-`))
  const town = join(folder, 'town.geojson')
  await writeTown(town, { count: features, seed: 1, origin: [84.4, 27.6], bowties: 0.01 })
  const floorOutput = execFileSync(python, [
    join(root, 'test/bench/floor.py'),
    town,
    join(folder, 'floor.gpkg'),
  ])
  const floor = JSON.parse(floorOutput.toString()) as Measure['floor']
  const { job, answers, pythonPeakMb } = await runJob(folder, town)
  const steps = Object.fromEntries(job.steps.map((step) => [step.id, Math.round(step.ms ?? 0)]))
  return {
    features,
    answers,
    steps,
    totalMs: Date.parse(job.finishedAt ?? '') - Date.parse(job.startedAt ?? ''),
    pythonPeakMb,
    floor,
    ratio: Math.round(((steps['features'] ?? 0) / floor.ms) * 100) / 100,
  }
}

async function runJob(
  folder: string,
  town: string,
): Promise<{ job: Job; answers: number; pythonPeakMb: number | null }> {
  let done: (job: Job) => void = () => undefined
  const ended = new Promise<Job>((resolve) => (done = resolve))
  const dataDir = join(folder, 'data')
  const form = join(folder, 'survey.md')
  await writeSurvey(form)
  const worker = await createWorker({
    dataDir,
    resourcesDir: join(root, 'resources'),
    emit: (name, payload) => {
      const job = payload as Job
      if (name === 'job.changed' && ['finished', 'failed', 'stopped'].includes(job.state)) done(job)
    },
    note: () => undefined,
  })
  worker.start()
  try {
    // The session's own start is measured by itself; people have it warm when they press Build.
    await worker.answer('source.inspect', { path: join(root, 'resources/samples/tasks.geojson') })
    const reply = await worker.answer('jobs.generate', {
      title: `Bench`,
      form,
      features: town,
      out: join(folder, 'project'),
    })
    if (!reply.ok) throw AppError.from(reply.error)
    const job = await ended
    if (job.error !== null) throw AppError.from(job.error)
    const built = (job.result as GenerateResult).layers.reduce(
      (sum, layer) => sum + (layer.name === 'survey' ? (layer.count ?? 0) : 0),
      0,
    )
    console.error(`${built} features in the project`)
    const answers = countAnswers(surveyOf(join(folder, 'project')))
    return { job, answers, pythonPeakMb: peakOf(dataDir) }
  } finally {
    await worker.stop()
  }
}

function surveyOf(project: string): string {
  const [file] = globSync(join(project, '**', '*_data.gpkg'))
  if (file === undefined) throw new Error(`no survey in ${project}`)
  return file
}

/** Peak resident memory of the session, where the kernel tells it. */
function peakOf(dataDir: string): number | null {
  const sessions = globSync(join(dataDir, 'qgis', 'session-*', 'session.json'))
  const peaks = sessions.map((file) => {
    const { session } = JSON.parse(readFileSync(file, 'utf8')) as { session: { pid: number } | null }
    const line =
      session !== null && existsSync(`/proc/${session.pid}/status`)
        ? /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${session.pid}/status`, 'utf8'))
        : null
    return line === null ? 0 : Math.round(Number(line[1]) / 1024)
  })
  return Math.max(...peaks, 0) || null
}

function show(measures: Measure[]): void {
  new Console(process.stderr).table(
    measures.map(({ features, answers, steps, totalMs, pythonPeakMb, floor, ratio }) => ({
      count: features,
      answers,
      ...steps,
      totalMs,
      pythonPeakMb,
      floorMs: floor.ms,
      floorPeakMb: floor.peakMb,
      ratio,
    })),
  )
}
