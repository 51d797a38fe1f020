import { basename } from 'node:path'
import { layersOf, outcomeOf, type Outcome } from '#test/fakes/qfieldcloud/feedback.ts'
import { qgisFileOf } from '#test/fakes/qfieldcloud/project-files.ts'
import { isAttachment } from '#test/fakes/qfieldcloud/project-files.ts'
import type { Blob, CloudState, Delta, DeltaStatus, Job, Project } from '#test/fakes/qfieldcloud/state.ts'

/** What a test wants otherwise of jobs that end. */
export interface Judges {
  /** The end of a job; null for the usual one. */
  job(job: Job, usual: Outcome): Outcome | null
  /** What becomes of a delta; null for the usual. */
  delta(delta: Delta): Exclude<DeltaStatus, 'pending' | 'started'> | null
}

/** One step of each project's oldest job: pending, queued, started, ended. One job a project at a time. */
export function tick(state: CloudState, judges: Judges): void {
  const busy = new Set<string>()
  for (const job of [...state.jobs.values()].sort((a, b) => a.createdAt - b.createdAt)) {
    if (!['pending', 'queued', 'started'].includes(job.status) || busy.has(job.projectId)) continue
    const active = [...state.jobs.values()].some(
      (other) =>
        other !== job && other.projectId === job.projectId && ['queued', 'started'].includes(other.status),
    )
    if (job.status === 'pending' && active) continue
    busy.add(job.projectId)
    step(state, job, judges)
  }
}

function step(state: CloudState, job: Job, judges: Judges): void {
  job.updatedAt = state.now()
  const project = state.projects.get(job.projectId)
  if (job.status === 'pending') job.status = 'queued'
  else if (job.status === 'queued') {
    job.status = 'started'
    job.startedAt = state.now()
    for (const delta of job.deltas) delta.status = 'started'
  } else if (project === undefined) state.jobs.delete(job.id)
  else end(state, project, job, judges)
}

function end(state: CloudState, project: Project, job: Job, judges: Judges): void {
  const usual = usualOutcome(state, project, job, judges)
  const { status, feedback, output } = judges.job(job, usual) ?? usual
  Object.assign(job, { status, feedback, output })
  // A job that fails the normal way has no end.
  if (status === 'finished') job.finishedAt = state.now()
  after[job.type](state, project, job)
}

function usualOutcome(state: CloudState, project: Project, job: Job, judges: Judges): Outcome {
  const { profile } = state
  if (job.type === 'package') {
    const layers = { layers_by_id: layersOf(project) }
    return outcomeOf(profile, job.type, { qgis_layers_data: layers, qfield_layer_data: layers })
  }
  if (job.type === 'delta_apply') return applyDeltas(state, job, judges)
  if (job.type === 'create_project') return outcomeOf(profile, job.type, {})
  const name = qgisFileOf(project) ?? ''
  if (project.files.get(name)?.at(-1)?.qgis?.version === null)
    return outcomeOf(
      profile,
      job.type,
      {},
      {
        step: 'project_validity_check',
        error: 'Project file is an invalid XML document:\nsyntax error: line 1, column 0',
        error_type: 'INVALID_PROJECT_FILE',
        error_class: 'InvalidXmlFileException',
      },
    )
  const layers = layersOf(project)
  const details = {
    project_name: project.name,
    crs: 'EPSG:3857',
    background_color: '#ffffff',
    layers_by_id: layers,
    ordered_layer_ids: Object.keys(layers),
    attachment_dirs: project.attachmentDirs,
  }
  return outcomeOf(profile, job.type, { project_details: { project_details: details } })
}

/** In the job's order; features that the job itself creates are not found by its later deltas. */
function applyDeltas({ profile }: CloudState, job: Job, judges: Judges): Outcome {
  const crashed = job.deltas.find(({ content }) => content.method === 'patch' && content['old'] === undefined)
  if (crashed !== undefined)
    return outcomeOf(profile, job.type, {}, { error: "'old'", error_class: 'KeyError' })
  const created = new Set<string>()
  const feedback = job.deltas.map((delta, index) => {
    const { clientId, localLayerId, localPk, method, sourceLayerId } = delta.content
    const key = `${clientId}__${localLayerId}__${localPk}`
    const lost = method !== 'create' && created.has(key)
    if (method === 'create') created.add(key)
    const verdict = judges.delta(delta) ?? (lost ? 'not_applied' : 'applied')
    return {
      msg:
        { applied: 'Successfully applied delta!', not_applied: 'Unable to find feature' }[
          verdict as string
        ] ?? verdict,
      status:
        { applied: 'status_applied', conflict: 'status_conflict', not_applied: 'status_apply_failed' }[
          verdict as string
        ] ?? 'status_unknown_error',
      e_type: verdict === 'conflict' ? 'CONFLICT' : null,
      delta_file_id: delta.deltafileId,
      layer_id: sourceLayerId,
      delta_index: index,
      delta_id: delta.id,
      feature_pk: delta.content.sourcePk,
      modified_pk: verdict === 'applied' ? delta.content.sourcePk : null,
      conflicts: null,
      provider_errors: null,
      method,
    }
  })
  return outcomeOf(profile, job.type, { apply_deltas: { delta_feedback: feedback } })
}

type After = (state: CloudState, project: Project, job: Job) => void

const after: Record<Job['type'], After> = {
  create_project: () => undefined,
  process_projectfile(_, project, { status, feedback }) {
    const outputs = (feedback as { outputs?: { project_details?: { project_details?: object } } }).outputs
    project.details = status === 'finished' ? (outputs?.project_details?.project_details ?? {}) : null
    if (status === 'finished') project.hasOnlineVectorData ??= false
  },
  package({ profile, now }, project, { id, status, by, startedAt }) {
    if (status !== 'finished') return
    project.dataPackagedAt = profile === '2024' ? startedAt : now()
    const made = {
      jobId: id,
      by,
      at: now(),
      files: packagedFiles(profile, project),
      layers: layersOf(project),
    }
    // Older servers keep one for all, newer ones one for each person.
    const others = profile === '2024' ? [] : project.packages.filter((other) => other.by !== by)
    project.packages = [...others, made]
  },
  delta_apply({ now }, project, { status, feedback, deltas }) {
    const told = (
      feedback as { outputs?: { apply_deltas?: { delta_feedback?: { delta_id: string; status: string }[] } } }
    ).outputs?.apply_deltas?.delta_feedback
    for (const delta of deltas) {
      const one = told?.find(({ delta_id }) => delta_id === delta.id)
      delta.status = status === 'failed' ? 'error' : (ends[one?.status ?? ''] ?? 'error')
      delta.feedback = one === undefined ? null : [one]
      delta.updatedAt = now()
      if (delta.status === 'applied') delta.timesApplied += 1
    }
    project.dataUpdatedAt = now()
  },
}

const ends: Record<string, DeltaStatus> = {
  status_applied: 'applied',
  status_conflict: 'conflict',
  status_apply_failed: 'not_applied',
}

/** Names as the packager gives them, flat; the contents are the project's own, not converted. */
function packagedFiles(profile: string, project: Project): Map<string, Blob> {
  const files = new Map<string, Blob>()
  const main = qgisFileOf(project)
  for (const [name, versions] of project.files) {
    const newest = versions.at(-1)
    if (newest === undefined || isAttachment(project, name)) continue
    const stem = basename(name).replace(/\.[^.]*$/, '')
    files.set(name === main ? `${stem}_qfield.${profile === '2024' ? 'qgs' : 'qgz'}` : basename(name), newest)
  }
  return files
}
