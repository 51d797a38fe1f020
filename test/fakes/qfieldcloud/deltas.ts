import * as z from 'zod'
import { accountOf, projectFor, standingOf } from '#test/fakes/qfieldcloud/access.ts'
import { boundaryOf, paginated, type Ask } from '#test/fakes/qfieldcloud/ask.ts'
import { addJob, checkPlan, unfinished } from '#test/fakes/qfieldcloud/jobs.ts'
import { multipart, whole } from '#test/fakes/qfieldcloud/multipart.ts'
import { qgisFileOf } from '#test/fakes/qfieldcloud/project-files.ts'
import { Refusal, type Reply } from '#test/fakes/qfieldcloud/reply.ts'
import type { Route } from '#test/fakes/qfieldcloud/router.ts'
import { iso, type CloudState, type Delta, type Project } from '#test/fakes/qfieldcloud/state.ts'

/** Deltas of one job, as the server means it. */
const batch = 1000

export const deltaRoutes: Route[] = [
  { method: 'GET', pattern: 'deltas/:project/', answer: list },
  { method: 'POST', pattern: 'deltas/:project/', answer: push },
  { method: 'POST', pattern: 'deltas/apply/:project/', answer: apply },
  { method: 'GET', pattern: 'deltas/:project/:file/', answer: list },
]

const Side = z.strictObject({
  geometry: z.string().nullish(),
  attributes: z.record(z.string(), z.unknown()).optional(),
  files_sha256: z.record(z.string(), z.string().nullable()).optional(),
  is_snapshot: z.boolean().optional(),
})

const DeltaFile = z.looseObject({
  version: z.literal('1.0'),
  project: z.guid(),
  id: z.guid(),
  files: z.array(z.string()).refine((names) => new Set(names).size === names.length),
  deltas: z.array(
    z.looseObject({
      uuid: z.guid(),
      // The schema does without; the server then fails.
      clientId: z.guid(),
      localPk: z.string(),
      sourcePk: z.string(),
      localLayerId: z.string(),
      sourceLayerId: z.string(),
      method: z.enum(['create', 'patch', 'delete']),
      old: Side.optional(),
      new: Side.optional(),
    }),
  ),
})

function list(state: CloudState, ask: Ask): Reply {
  const project = projectFor(state, ask.user, ask.params['project'])
  const { file } = ask.params
  const deltas = [...state.deltas.values()].filter(
    ({ projectId, deltafileId }) => projectId === project.id && (file ?? deltafileId) === deltafileId,
  )
  if (state.profile === '2026' && ask.query.get('ordering') === '-created_at') deltas.reverse()
  return paginated(ask, deltas.map(deltaJson))
}

/** Known uuids are skipped without a word, and the answer is empty: who wants a receipt reads the list. */
async function push(state: CloudState, ask: Ask): Promise<Reply> {
  const text = await fileOf(ask)
  const project = projectFor(state, ask.user, ask.params['project'], 'reporter')
  if (qgisFileOf(project) === null)
    throw new Refusal('no_qgis_project', 'The project does not contain a valid QGIS project file')
  const file = parsed(text)
  if (file === null) {
    if (state.profile === '2026') state.faultyDeltaFiles.push(text)
    throw new Refusal('unknown_error', 'Unknown Error')
  }
  if (file.project !== project.id)
    throw new Refusal(
      'invalid_deltafile',
      `Deltafile's project id (${file.project}) doesn't match URL parameter project id (${project.id}).`,
    )
  const reports = standingOf(state, ask.user, project)?.role === 'reporter'
  const added: Delta[] = []
  for (const content of file.deltas) {
    if (state.deltas.has(content.uuid)) continue
    const delta: Delta = {
      id: content.uuid,
      deltafileId: file.id,
      projectId: project.id,
      by: ask.user.username,
      createdAt: state.now(),
      updatedAt: state.now(),
      status: reports && content.method !== 'create' ? 'unpermitted' : 'pending',
      feedback: null,
      content,
      timesApplied: 0,
    }
    state.deltas.set(delta.id, delta)
    added.push(delta)
  }
  const weak = refusedPlan(state, project, ask)
  if (weak === null && added.length > 0) applyPending(state, project, ask.user.username)
  for (const delta of added)
    if (weak !== null && delta.status === 'pending') delta.feedback = [{ msg: weak.message }]
  return { status: 200 }
}

function apply(state: CloudState, ask: Ask): Reply {
  const least = state.profile === '2026' ? 'manager' : 'reporter'
  const project = projectFor(state, ask.user, ask.params['project'], least)
  if (refusedPlan(state, project, ask) === null) applyPending(state, project, ask.user.username)
  return { status: 200 }
}

/**
 * A job for each thousand of what is pending, each taking all to the end; older servers take what a waiting job has
 * already as well.
 */
function applyPending(state: CloudState, project: Project, by: string): void {
  const taken = new Set(
    state.profile === '2024' ? [] : unfinished(state, project.id).flatMap(({ deltas }) => deltas),
  )
  const pending = [...state.deltas.values()].filter(
    (delta) => delta.projectId === project.id && delta.status === 'pending' && !taken.has(delta),
  )
  for (let from = 0; from < pending.length; from += batch)
    addJob(state, project, 'delta_apply', by, pending.slice(from, Math.max(from + batch, pending.length)))
}

function refusedPlan(state: CloudState, project: Project, ask: Ask): Refusal | null {
  try {
    checkPlan(state, accountOf(state, project.owner), project, ask)
    return null
  } catch (cause) {
    if (cause instanceof Refusal) return cause
    throw cause
  }
}

async function fileOf({ request, body }: Ask): Promise<string> {
  const boundary = boundaryOf(request.headers['content-type'] ?? '')
  let text = ''
  if (boundary !== null)
    for await (const part of multipart(body, boundary)) {
      const bytes = await whole(part.body)
      if (part.name === 'file') text = bytes.toString()
    }
  return text
}

function parsed(text: string): z.infer<typeof DeltaFile> | null {
  try {
    return DeltaFile.parse(JSON.parse(text.replaceAll('\0', '').replaceAll(String.raw`\u0000`, '')))
  } catch {
    return null
  }
}

function deltaJson(delta: Delta): object {
  const shown = delta.status === 'started' ? 'busy' : delta.status
  return {
    id: delta.id,
    deltafile_id: delta.deltafileId,
    created_by: delta.by,
    created_at: iso(delta.createdAt),
    updated_at: iso(delta.updatedAt),
    status: `STATUS_${shown.toUpperCase()}`,
    output: delta.feedback === null ? 'None' : JSON.stringify(delta.feedback),
    last_status: delta.status,
    last_feedback: delta.feedback,
    content: delta.content,
  }
}
