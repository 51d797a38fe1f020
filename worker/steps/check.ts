import { join } from 'node:path'
import type * as z from 'zod'
import type { MirrorTrouble } from '#worker/api/mirror.ts'
import type { PgService } from '#worker/api/pg-services.ts'
import type { CheckRequest, CheckResult, ProjectLayer } from '#worker/api/projects.ts'
import { layersData } from '#worker/domain/feedback/layers-data.ts'
import { layerTable } from '#worker/domain/feedback/layer-table.ts'
import { addressesToTry, loginsToTry } from '#worker/domain/project/addresses-to-try.ts'
import { findFindings } from '#worker/domain/project/findings.ts'
import type { ProjectFile } from '#worker/domain/project/opened.ts'
import { addressKey, type Reach } from '#worker/domain/project/reach.ts'
import { openCopy } from '#worker/steps/open-copy.ts'
import type { ReachPort } from '#worker/steps/ports.ts'
import { withQgis, type ProjectPorts, type ProjectRun } from '#worker/steps/project-job.ts'
import { runWorkflow, type Draft } from '#worker/steps/workflow.ts'

/** QFieldCloud's steps with their share of the time. */
export const checkSteps = [
  { id: 'start_qgis_app', weight: 2 },
  { id: 'download_project_directory', weight: 2 },
  { id: 'project_validity_check', weight: 1 },
  { id: 'opening_check', weight: 4 },
  { id: 'project_details', weight: 3 },
  { id: 'generate_thumbnail_image', weight: 1 },
  { id: 'upload_thumbnail', weight: 1 },
  { id: 'stop_qgis_app', weight: 1 },
]

export type CheckRun = ProjectRun<z.output<typeof CheckRequest>, CheckResult>

export interface CheckPorts extends ProjectPorts {
  reach: ReachPort
  /** Signs in to a Postgres and leaves; the address has the password in it. */
  signIn: (url: string) => Promise<'ok' | MirrorTrouble>
  /** Of the pg_service.conf that jobs are given, by name. */
  services: ReadonlyMap<string, PgService>
}

/**
 * process_projectfile: what QFieldCloud would say of a project's folder, and what a coordinator should know beyond.
 * An invalid layer is a finding, not a failure.
 *
 * @throws AppError input.*, project.*, qgis.*, output.full, job.cancelled
 */
export async function check(run: CheckRun, ports: CheckPorts): Promise<CheckResult> {
  const { folder, offline, planBytes } = run.request
  const draft: Draft<CheckResult> = { folder, project: null, layers: [], findings: [] }
  return runWorkflow('process_projectfile', run, ports, draft, async (flow) => {
    flow.enter('start_qgis_app')
    await withQgis(run, ports, flow, async (qgis) => {
      const { qgisVersion } = await qgis.ask('usage', {})
      const known = { planBytes, thisQgis: qgisVersion, reach: new Map() }
      const copy = await qgis.copy('project_validity_check', (survey) => {
        draft.folder = survey.folder
        draft.findings = findFindings({ ...known, survey, file: unread, opened: null })
      })
      const { survey, file } = copy
      draft.findings = findFindings({ ...known, survey, file, opened: null })
      flow.enter('project_validity_check')
      flow.log('info', `The project file ${copy.name} is well-formed.`)
      flow.enter('opening_check')
      const thumbnail = join(flow.outputs, 'thumbnail.png')
      const opened = await openCopy(copy, qgis.ask, { offline, thumbnail })
      draft.project = opened.project
      draft.layers = opened.layers
      flow.enter('project_details')
      flow.log('info', layerTable(opened.layers), 'PROCPRJ')
      flow.output('project_details', { ...opened.project, layers_by_id: layersData(opened.layers) })
      draft.findings = [
        ...findFindings({
          ...known,
          survey,
          file,
          opened,
          services: ports.services,
          reach: offline ? new Map() : await reachAll(opened.layers, ports, run.signal),
          logins: offline ? new Map() : await signInAll(opened.layers, ports),
          outside: await ports.folders.whichExist(survey.folder, pathsOf(opened.layers)),
        }),
        ...(await qgis.weigh()),
      ]
      flow.enter('generate_thumbnail_image')
      flow.log('info', opened.drawn ? 'Drawn.' : 'Nothing to draw.')
      flow.enter('upload_thumbnail')
      flow.log('info', 'Kept with the job.')
      flow.enter('stop_qgis_app')
    })
  })
}

/** A project file that nobody has read yet. */
const unread: ProjectFile = {
  title: '',
  qgisVersion: '',
  attachmentDirs: [],
  dataDirs: [],
  hasMacros: false,
  showsFeatureCounts: false,
  layers: [],
}

/** Asks the servers that invalid layers name whether they answer. */
async function reachAll(
  layers: readonly ProjectLayer[],
  { reach, services }: CheckPorts,
  signal: AbortSignal,
): Promise<Map<string, Reach>> {
  const addresses = addressesToTry(layers, services)
  const answers = await Promise.all(addresses.map((address) => reach({ ...address, signal })))
  return new Map(addresses.map((address, at) => [addressKey(address), answers[at] ?? 'timeout']))
}

/** Signs in to services that answer and whose layers do not open all the same. */
async function signInAll(
  layers: readonly ProjectLayer[],
  { signIn, services }: CheckPorts,
): Promise<Map<string, 'ok' | MirrorTrouble>> {
  const wanted = loginsToTry(layers, services)
  const answers = await Promise.all(wanted.map(({ url }) => signIn(url)))
  return new Map(wanted.map(({ service }, at) => [service, answers[at] ?? 'other']))
}

const pathsOf = (layers: readonly ProjectLayer[]): string[] => layers.flatMap(({ file }) => file ?? [])
