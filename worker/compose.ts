import { homedir } from 'node:os'
import { join } from 'node:path'
import type { DoctorReport } from '#worker/api/doctor.ts'
import type { Emit } from '#worker/api/events.ts'
import { GenerateRequest, GenerateResult, type Job } from '#worker/api/jobs.ts'
import type { Reply } from '#worker/api/messages.ts'
import { runDoctor } from '#worker/doctor/doctor.ts'
import { collectFiles } from '#worker/intake/collect.ts'
import { collectForm, readFormFile } from '#worker/intake/form-file.ts'
import { fingerprintForm } from '#worker/intake/fingerprint.ts'
import { probePostgres } from '#worker/mirror/probe.ts'
import { createPreparedForms } from '#worker/preview/prepared-forms.ts'
import { createQgis, type Qgis } from '#worker/qgis/keeper.ts'
import { createQueue } from '#worker/queue/queue.ts'
import type { JobPlan } from '#worker/queue/run.ts'
import { answer } from '#worker/rpc/answer.ts'
import type { Handlers } from '#worker/rpc/handlers.ts'
import { appHandlers } from '#worker/rpc/handlers/app.ts'
import { doctorHandlers } from '#worker/rpc/handlers/doctor.ts'
import { formHandlers } from '#worker/rpc/handlers/form.ts'
import { jobsHandlers } from '#worker/rpc/handlers/jobs.ts'
import { previewHandlers } from '#worker/rpc/handlers/preview.ts'
import { projectHandlers } from '#worker/rpc/handlers/project.ts'
import { resultsHandlers } from '#worker/rpc/handlers/results.ts'
import { samplesHandlers } from '#worker/rpc/handlers/samples.ts'
import { settingsHandlers } from '#worker/rpc/handlers/settings.ts'
import { sourceHandlers } from '#worker/rpc/handlers/source.ts'
import { acceptRequest } from '#worker/steps/accept.ts'
import { generate, generateSteps, type GeneratePorts } from '#worker/steps/generate.ts'
import { backupDaily } from '#worker/store/backup.ts'
import { sqliteVersion, type Store } from '#worker/store/connection.ts'
import { createJobFolder } from '#worker/store/job-folder.ts'
import { createLedger, type Ledger } from '#worker/store/ledger.ts'
import { openStore } from '#worker/store/open.ts'
import { workDir } from '#worker/store/paths.ts'
import { sweep } from '#worker/store/sweep.ts'
import { loadProjectWords } from '#worker/words/project-words.ts'
import manifest from '../package.json' with { type: 'json' }

const hour = 3_600_000

export interface WorkerOptions {
  /** Folder of the ledger; made where it is missing. */
  dataDir: string
  /** `resources/` of the app: Python, samples, locales. */
  resourcesDir: string
  emit: Emit
  /** Lines for whoever watches this process. */
  note: (line: string) => void
  /** Only look at the ledger, beside the process that owns it. */
  readOnly?: boolean
}

export interface Worker {
  /** Answers one call of the contract; never throws. */
  answer(method: string, input: unknown): Promise<Reply>
  /** Starts the queue: jobs that a dead worker left are taken up first. */
  start(): void
  /** Lets a running job go on for `drainMs`, hands it back otherwise, and closes everything. */
  stop(drainMs?: number): Promise<void>
}

/**
 * Puts the worker together: the one place that knows every part. `main.ts` runs it behind a port, `cli.ts`
 * in a terminal.
 *
 * @throws AppError store.*
 */
export async function createWorker(options: WorkerOptions): Promise<Worker> {
  const { dataDir, resourcesDir, emit, note } = options
  const store = await openStore(dataDir, { readOnly: options.readOnly === true })
  if (!store.readOnly) sweep(store)
  const ledger = createLedger(store, { now: Date.now, random: Math.random })
  const stopping = new AbortController()
  const qgis = createQgis({
    settings: () => ledger.settings.get(),
    resourcesDir,
    stateDir: join(dataDir, 'qgis'),
    log: (level, message) => {
      if (level === 'warning' || level === 'error') note(message)
    },
  })
  const workbooks = { read: readFormFile, words: loadProjectWords(resourcesDir) }
  const queue = createQueue({
    ledger,
    plans: {
      generate: generatePlan(dataDir, {
        qgis,
        files: createJobFolder(ledger),
        workbooks,
      }),
    },
    emit,
    now: Date.now,
    onError: (thrown) => note(String(thrown)),
  })
  const projectsFolder = (): string =>
    ledger.settings.get().projectsFolder ?? join(homedir(), 'Documents', 'Fieldpack')
  const handlers: Handlers = {
    ...appHandlers({ version: manifest.version, dataDir, projectsFolder }),
    ...doctorHandlers(() => doctor(store, ledger, qgis, projectsFolder())),
    ...settingsHandlers(ledger.settings),
    ...formHandlers(workbooks, stopping.signal),
    ...previewHandlers(
      createPreparedForms(
        { ...workbooks, fingerprint: fingerprintForm },
        { now: Date.now, random: Math.random },
        stopping.signal,
      ),
    ),
    ...sourceHandlers(qgis, stopping.signal),
    ...projectHandlers(projectsFolder),
    ...resultsHandlers(qgis, stopping.signal),
    ...samplesHandlers(resourcesDir),
    ...jobsHandlers({
      ledger,
      queue,
      emit,
      accept: (request) => accept(ledger, qgis, request, stopping.signal),
    }),
  }
  const backup = (): void =>
    void backupDaily(store, Date.now()).catch((thrown: unknown) => note(String(thrown)))
  let backups: NodeJS.Timeout | undefined
  return {
    answer: (method, input) => answer(handlers, method, input),
    start() {
      queue.start()
      backup()
      backups = setInterval(backup, hour).unref()
    },
    stop: async (drainMs = 0) => {
      clearInterval(backups)
      await queue.stop({ drainMs })
      stopping.abort()
      await qgis.stop()
      store.close()
    },
  }
}

function doctor(store: Store, ledger: Ledger, qgis: Qgis, projectsFolder: string): Promise<DoctorReport> {
  const { postgresUrl } = ledger.settings.get()
  return runDoctor({
    findQgis: () => qgis.find({ fresh: true }),
    probePostgres: postgresUrl === null ? null : () => probePostgres(postgresUrl, null),
    sqliteVersion: sqliteVersion(store),
    dataDir: store.dir,
    projectsFolder,
  })
}

async function accept(
  ledger: Ledger,
  qgis: Qgis,
  asked: GenerateRequest,
  stopping: AbortSignal,
): Promise<Job> {
  // QGIS starts while the inputs are copied; if it cannot, the job tells why.
  qgis.warm().catch(() => undefined)
  const request = GenerateRequest.parse(asked)
  const wanted = await acceptRequest(request, async (path, role) =>
    role === 'form' ? collectForm(path, stopping) : collectFiles(path),
  )
  const files = []
  for (const { path, name } of wanted) files.push({ name, ...(await ledger.blobs.putFile(path)) })
  return ledger.jobs.create({ type: 'generate', title: request.title, request, files })
}

function generatePlan(dataDir: string, ports: GeneratePorts): JobPlan {
  return {
    steps: generateSteps,
    run: ({ job, signal, report, keep }) =>
      generate(
        {
          jobId: job.id,
          request: GenerateRequest.parse(job.request),
          workFolder: join(workDir(dataDir), job.id),
          signal,
          report,
          earlier: job.result === null ? null : GenerateResult.parse(job.result),
          keep,
        },
        ports,
      ),
  }
}
