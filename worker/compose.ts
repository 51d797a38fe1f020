import { homedir } from 'node:os'
import { join } from 'node:path'
import { v4 as uuid } from 'uuid'
import type { DoctorReport } from '#worker/api/doctor.ts'
import type { Emit } from '#worker/api/events.ts'
import type { Job } from '#worker/api/jobs.ts'
import type { KeepSecret, Reply, Secrets } from '#worker/api/messages.ts'
import type { MirrorAddress } from '#worker/api/mirror.ts'
import type { Settings } from '#worker/api/settings.ts'
import type { CloudAccount } from '#worker/cloud/account.ts'
import { createAccounts } from '#worker/cloud/accounts.ts'
import { acceptSync, composeSync, createWires } from '#worker/compose/cloud.ts'
import { createCloudDesk } from '#worker/compose/cloud-desk.ts'
import { acceptCheck, acceptDeltas, acceptPackage } from '#worker/compose/accept-project.ts'
import { acceptGenerate } from '#worker/compose/accept.ts'
import { discardTaken } from '#worker/compose/housekeeping.ts'
import { mendProject } from '#worker/compose/mend-project.ts'
import { createMeter } from '#worker/compose/meter.ts'
import { addressOf, composeMirror, takenDir } from '#worker/compose/mirror.ts'
import { jobPlans } from '#worker/compose/plans.ts'
import { composePeople } from '#worker/compose/people.ts'
import { projectFolders, projectJobPlans } from '#worker/compose/project-jobs.ts'
import { createSecretBook } from '#worker/compose/secret-book.ts'
import { composeDrone } from '#worker/compose/wrapper-drone.ts'
import { composeWrapper } from '#worker/compose/wrapper.ts'
import { runDoctor } from '#worker/doctor/doctor.ts'
import type { WrapperWork } from '#worker/http/work.ts'
import { readFormFile } from '#worker/intake/form-file.ts'
import { fingerprintForm } from '#worker/intake/fingerprint.ts'
import { probePostgres } from '#worker/mirror/probe.ts'
import { createPreparedForms } from '#worker/preview/prepared-forms.ts'
import { createFleet } from '#worker/qgis/fleet.ts'
import type { Qgis } from '#worker/qgis/keeper.ts'
import { createQueue } from '#worker/queue/queue.ts'
import { answer } from '#worker/rpc/answer.ts'
import type { Handlers } from '#worker/rpc/handlers.ts'
import { appHandlers } from '#worker/rpc/handlers/app.ts'
import { cloudHandlers } from '#worker/rpc/handlers/cloud.ts'
import { deltasHandlers } from '#worker/rpc/handlers/deltas.ts'
import { doctorHandlers } from '#worker/rpc/handlers/doctor.ts'
import { folderHandlers } from '#worker/rpc/handlers/folder.ts'
import { formHandlers } from '#worker/rpc/handlers/form.ts'
import { jobsHandlers } from '#worker/rpc/handlers/jobs.ts'
import { mirrorHandlers } from '#worker/rpc/handlers/mirror.ts'
import { previewHandlers } from '#worker/rpc/handlers/preview.ts'
import { projectHandlers } from '#worker/rpc/handlers/project.ts'
import { resultsHandlers } from '#worker/rpc/handlers/results.ts'
import { samplesHandlers } from '#worker/rpc/handlers/samples.ts'
import { settingsHandlers } from '#worker/rpc/handlers/settings.ts'
import { sourceHandlers } from '#worker/rpc/handlers/source.ts'
import { backupDaily } from '#worker/store/backup.ts'
import { sqliteVersion, type Store } from '#worker/store/connection.ts'
import { createLedger } from '#worker/store/ledger.ts'
import { openStore } from '#worker/store/open.ts'
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
  /** Settings that this process has from elsewhere than the ledger, as `serve` from its options. */
  override?: Partial<Settings>
  /** Null: they come by `setSecrets`, and jobs that need them wait for that. */
  secrets?: Secrets | null
  /** Keeps what this worker signs in for, over its end; without it nothing is kept. */
  keepSecret?: KeepSecret
  /** The QFieldCloud account of jobs that nobody tells one for. */
  cloudAccount?: CloudAccount | null
  /** QGIS sessions, and jobs, side by side; default 1. */
  sessions?: number
  /** Nobody looks at what is made for others here: it goes a while after it was answered. */
  unattended?: boolean
}

export interface Worker {
  /** Answers one call of the contract; never throws. */
  answer(method: string, input: unknown): Promise<Reply>
  /** What only the system's secret store keeps; another password of Postgres connects anew. */
  setSecrets(secrets: Secrets): void
  /** Starts the queue: jobs that a dead worker left are taken up first. */
  start(): void
  /**
   * The wrapper service's work, each request within `budgetMs`. Looks for QGIS first.
   *
   * @throws AppError qgis.missing, qgis.tooOld, qgis.startFailed
   */
  wrapper(options: { budgetMs: number }): Promise<WrapperWork>
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
  const { dataDir, resourcesDir, note, sessions = 1 } = options
  const store = await openStore(dataDir, { readOnly: options.readOnly === true })
  if (!store.readOnly) sweep(store)
  const ledger = createLedger(store, { now: Date.now, random: Math.random })
  const settings = (): Settings => ({ ...ledger.settings.get(), ...options.override })
  const closing = new AbortController()
  const stopping = new AbortController()
  const meter = createMeter()
  const secrets = createSecretBook(options.secrets, options.keepSecret)
  const emit: Emit = (name, payload) => {
    options.emit(name, payload)
    if (name === 'job.changed') meter.observe(payload as Job)
    // Whatever changes a job is news for the mirror, and may leave room for another one.
    if (name === 'job.changed' || name === 'job.discarded') mirror.wake()
  }
  const qgis = createFleet(sessions, {
    settings,
    resourcesDir,
    stateDir: join(dataDir, 'qgis'),
    log: (level, message) => {
      if (level === 'warning' || level === 'error') note(message)
    },
  })
  const workbooks = { read: readFormFile, words: loadProjectWords(resourcesDir) }
  const desk = createCloudDesk({
    store: ledger.cloud.accounts,
    secrets,
    wire: createWires(settings),
    stopping: stopping.signal,
  })
  const cloudSync = composeSync(ledger, { desk, secrets, qgis })
  const accounts = createAccounts(options.cloudAccount ?? null)
  const queue = createQueue({
    ledger,
    plans: {
      ...jobPlans(dataDir, ledger, { qgis, workbooks, accounts }),
      // Who has no accounts would end the syncs of somebody who has.
      sync: options.keepSecret === undefined ? undefined : cloudSync.job,
      ...projectJobPlans(dataDir, ledger, { qgis, secrets }),
    },
    emit,
    now: Date.now,
    onError: (thrown) => note(String(thrown)),
    concurrency: sessions,
  })
  const password = (): string | null => secrets.now().postgres
  const mirror = composeMirror({
    store,
    ledger,
    queue,
    workbooks,
    emit: options.emit,
    settings,
    password,
    note,
    stopping: stopping.signal,
  })
  const projectsFolder = (): string => settings().projectsFolder ?? join(homedir(), 'Documents', 'Fieldpack')
  const handlers: Handlers = {
    ...appHandlers({ version: manifest.version, dataDir, projectsFolder }),
    ...doctorHandlers(() => doctor(store, qgis, addressOf(settings(), password()), projectsFolder())),
    ...settingsHandlers(ledger.settings, () => mirror.reconnect()),
    ...mirrorHandlers(mirror, password),
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
    ...folderHandlers({
      qgis,
      folders: projectFolders,
      deltas: ledger.deltas,
      mend: (asked) => mendProject(asked, qgis, stopping.signal),
      stopping: stopping.signal,
    }),
    ...deltasHandlers(ledger, uuid),
    ...cloudHandlers({
      desk,
      sync: cloudSync,
      store: ledger.cloud,
      people: composePeople(qgis, stopping.signal),
      uuid,
      stopping: stopping.signal,
    }),
    ...jobsHandlers({
      ledger,
      queue,
      emit,
      accept: {
        generate(request) {
          // QGIS starts while the inputs are copied; if it cannot, the job tells why.
          qgis.warm().catch(() => undefined)
          return acceptGenerate(ledger, request, stopping.signal)
        },
        check: (request) => acceptCheck(ledger, request),
        package: (request) => acceptPackage(ledger, request),
        applyDeltas: (request) => acceptDeltas(ledger, request),
        sync: (request) => acceptSync(ledger, request),
      },
    }),
  }
  async function tidy(): Promise<void> {
    await backupDaily(store, Date.now())
    if (options.unattended === true) await discardTaken(ledger, takenDir(dataDir), Date.now(), emit)
  }
  let house = Promise.resolve()
  const keepHouse = (): void => void (house = tidy().catch((thrown: unknown) => note(String(thrown))))
  let rounds: NodeJS.Timeout | undefined
  return {
    answer: (method, input) => answer(handlers, method, input),
    setSecrets(given) {
      if (secrets.replace(given)) mirror.reconnect()
    },
    start() {
      queue.start()
      mirror.start()
      keepHouse()
      rounds = setInterval(keepHouse, hour).unref()
    },
    async wrapper({ budgetMs }) {
      const { hello } = await qgis.find()
      return composeWrapper({
        ledger,
        queue,
        mirror,
        accounts,
        budgetMs,
        closing: closing.signal,
        qgisVersion: hello.qgis,
        drone: composeDrone({ ledger, queue, emit, budgetMs, closing: closing.signal }),
        metrics: () =>
          meter.text({
            jobs: ledger.jobs.counts(),
            mirror: mirror.status(),
            counters: mirror.counters(),
            sessions,
          }),
      })
    },
    stop: async (drainMs = 0) => {
      closing.abort()
      clearInterval(rounds)
      await queue.stop({ drainMs })
      await mirror.settle(drainMs)
      await mirror.stop()
      stopping.abort()
      await qgis.stop()
      // Else who only gives short commands would never have a backup.
      await house
      store.close()
    },
  }
}

function doctor(
  store: Store,
  qgis: Qgis,
  postgres: MirrorAddress | null,
  projectsFolder: string,
): Promise<DoctorReport> {
  return runDoctor({
    findQgis: () => qgis.find({ fresh: true }),
    probePostgres: postgres === null ? null : () => probePostgres(postgres),
    sqliteVersion: sqliteVersion(store),
    dataDir: store.dir,
    projectsFolder,
  })
}
