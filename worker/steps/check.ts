import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { CheckRequest, CheckResult, ProjectLayer } from '#worker/api/projects.ts'
import type { Recorded } from '#worker/steps/workflow.ts'
import { layersData } from '#worker/domain/feedback/layers-data.ts'
import { layerTable } from '#worker/domain/feedback/layer-table.ts'
import { weigh } from '#worker/domain/feedback/limits.ts'
import { findFindings } from '#worker/domain/project/findings.ts'
import { flowAsker } from '#worker/steps/flow-asker.ts'
import { copyProject, openCopy } from '#worker/steps/open-copy.ts'
import type { OwnQgisPort, ProjectFoldersPort, ReachPort } from '#worker/steps/ports.ts'
import { runWorkflow, type RecordPorts, type WorkflowRun } from '#worker/steps/workflow.ts'

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

export interface CheckRun extends WorkflowRun<CheckResult> {
  request: CheckRequest
}

export interface CheckPorts extends RecordPorts {
  qgis: OwnQgisPort
  folders: ProjectFoldersPort
  reach: ReachPort
}

/**
 * process_projectfile: what QFieldCloud would say of a project's folder, and what a coordinator should know beyond.
 * An invalid layer is a finding, not a failure.
 *
 * @throws AppError input.*, project.*, qgis.*, output.full, job.cancelled
 */
export async function check(run: CheckRun, ports: CheckPorts): Promise<CheckResult> {
  const { request, signal, workFolder } = run
  await rm(workFolder, { recursive: true, force: true })
  const draft: Omit<CheckResult, keyof Recorded> = {
    folder: request.folder,
    project: null,
    layers: [],
    findings: [],
  }
  const result = await runWorkflow('process_projectfile', run, ports, draft, async (flow) => {
    flow.enter('start_qgis_app')
    await ports.qgis.alone(async (qgis) => {
      const began = ports.now()
      const ask = flowAsker(qgis, run, flow)
      const { qgisVersion } = await ask('usage', {})
      const copy = await copyProject(
        { ...request, workFolder, signal },
        ports.folders,
        ask,
        flow,
        'project_validity_check',
      )
      draft.folder = copy.folder
      flow.enter('project_validity_check')
      flow.log('info', `The project file ${copy.name} is well-formed.`)
      flow.enter('opening_check')
      const opened = await openCopy(copy, ask, {
        offline: request.offline ?? false,
        thumbnail: join(flow.outputs, 'thumbnail.png'),
      })
      draft.project = opened.project
      draft.layers = opened.layers
      flow.enter('project_details')
      flow.log('info', layerTable(opened.layers), 'PROCPRJ')
      flow.output('project_details', { ...opened.project, layers_by_id: layersData(opened.layers) })
      const reach = await reachAll(opened.layers, request.offline ?? false, ports.reach, signal)
      const { peakBytes } = await ask('usage', {})
      draft.findings = [
        ...findFindings({
          survey: copy.survey,
          file: copy.file,
          opened,
          reach,
          planBytes: request.planBytes ?? null,
          thisQgis: qgisVersion,
        }),
        ...weigh({ ms: ports.now() - began, peakBytes }),
      ]
      flow.enter('generate_thumbnail_image')
      flow.log('info', opened.drawn ? 'Drawn.' : 'Nothing to draw.')
      flow.enter('upload_thumbnail')
      flow.log('info', 'Kept with the job.')
      flow.enter('stop_qgis_app')
    })
  })
  await rm(workFolder, { recursive: true, force: true })
  return result
}

/** Asks the hosts that invalid layers name whether they answer; nothing when there must be no connection. */
async function reachAll(
  layers: readonly ProjectLayer[],
  offline: boolean,
  reach: ReachPort,
  signal: AbortSignal,
): Promise<Map<string, Awaited<ReturnType<ReachPort>>>> {
  const hosts = new Map<string, { host: string; port: number }>()
  for (const { isValid, host, port } of layers)
    if (!isValid && host !== null) hosts.set(`${host}:${port ?? 5432}`, { host, port: port ?? 5432 })
  if (offline) return new Map()
  const answers = await Promise.all(
    [...hosts].map(async ([key, at]) => [key, await reach({ ...at, signal })] as const),
  )
  return new Map(answers)
}
