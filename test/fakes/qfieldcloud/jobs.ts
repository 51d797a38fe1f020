import { randomUUID } from 'node:crypto'
import { accountOf, projectFor } from '#test/fakes/qfieldcloud/access.ts'
import { paginated, readForm, textOf, truthOf, type Ask } from '#test/fakes/qfieldcloud/ask.ts'
import { qgisFileOf } from '#test/fakes/qfieldcloud/project-files.ts'
import { Refusal, type Reply } from '#test/fakes/qfieldcloud/reply.ts'
import type { Route } from '#test/fakes/qfieldcloud/router.ts'
import {
  iso,
  storageUsed,
  type Account,
  type CloudState,
  type Delta,
  type Job,
  type JobType,
  type Project,
} from '#test/fakes/qfieldcloud/state.ts'

export const jobRoutes: Route[] = [
  { method: 'GET', pattern: 'jobs/', answer: list },
  { method: 'POST', pattern: 'jobs/', answer: trigger },
  {
    method: 'GET',
    pattern: 'jobs/:job/',
    answer(state, { user, params }) {
      const job = state.jobs.get(params['job'] ?? '')
      // A generic view's Http404, which older servers do not know.
      if (job === undefined) throw missing(state)
      // Older servers show jobs to everybody.
      if (state.profile === '2026') projectFor(state, user, job.projectId)
      return { status: 200, json: { ...jobJson(state, job), feedback: job.feedback, output: job.output } }
    },
  },
]

function missing({ profile }: CloudState): Refusal {
  return profile === '2024'
    ? new Refusal('unknown_error', 'Unknown Error')
    : new Refusal('object_not_found', 'Object not found')
}

/** In no order, whatever `type` is asked for, and without feedback and output. */
async function list(state: CloudState, ask: Ask): Promise<Reply> {
  const by = ask.quirks.jobsListedBy ?? (state.profile === '2024' ? 'body' : 'query')
  const id = by === 'query' ? ask.query.get('project_id') : (await readForm(ask))['project_id']
  if (typeof id !== 'string') throw new Refusal(by === 'body' ? 'unknown_error' : 'api_error')
  const project = projectFor(state, ask.user, id)
  const jobs = [...state.jobs.values()].filter(({ projectId }) => projectId === project.id)
  jobs.sort((a, b) => (a.id < b.id ? -1 : 1))
  return paginated(
    ask,
    jobs.map((job) => jobJson(state, job)),
  )
}

async function trigger(state: CloudState, ask: Ask): Promise<Reply> {
  const form = await readForm(ask)
  const type = textOf(form, 'type')
  if (!['package', 'process_projectfile', 'delta_apply', 'create_project'].includes(type))
    throw new Refusal('api_error')
  const least = state.profile === '2026' && type !== 'package' ? 'reporter' : 'reader'
  const project = projectFor(state, ask.user, textOf(form, 'project_id'), least)
  if (type === 'delta_apply' || type === 'create_project') throw new Refusal('unknown_error', 'Unknown Error')
  if (qgisFileOf(project) === null)
    throw new Refusal('no_qgis_project', 'The project does not contain a valid QGIS project file')
  const running = unfinished(state, project.id).find((job) => job.type === 'package')
  if (type === 'package' && running !== undefined && !truthOf(form['force']))
    return { status: 200, json: { ...jobJson(state, running), feedback: null, output: null } }
  if (type === 'package') checkPlan(state, accountOf(state, project.owner), project, ask)
  const job = addJob(state, project, type as JobType, ask.user.username)
  return { status: 201, json: { ...jobJson(state, job), feedback: null, output: null } }
}

/** Why an owner may have no new job. */
export function checkPlan(state: CloudState, owner: Account, project: Project, { quirks }: Ask): void {
  const { plan } = owner
  if (!plan.active) throw new Refusal('inactive_subscription', 'Inactive subscription')
  if (storageUsed(state, owner.username) >= (quirks.storageBytes ?? plan.storageBytes)) throw overQuota()
  if (project.hasOnlineVectorData === true && !plan.externalDatabases)
    throw new Refusal('permission_denied_plan_insufficient', 'Plan insufficient')
}

export function overQuota(): Refusal {
  return new Refusal('over_quota', 'Quota error')
}

export function addJob(
  { jobs, now }: CloudState,
  project: Project,
  type: JobType,
  by: string,
  deltas: Delta[] = [],
): Job {
  const job: Job = {
    id: randomUUID(),
    type,
    projectId: project.id,
    by,
    status: 'pending',
    createdAt: now(),
    updatedAt: now(),
    startedAt: null,
    finishedAt: null,
    feedback: null,
    output: null,
    deltas,
  }
  jobs.set(job.id, job)
  return job
}

export function unfinished({ jobs }: CloudState, projectId: string): Job[] {
  return [...jobs.values()].filter(
    (job) => job.projectId === projectId && ['pending', 'queued', 'started'].includes(job.status),
  )
}

function jobJson({ accounts }: CloudState, job: Job): object {
  return {
    id: job.id,
    type: job.type,
    status: job.status,
    created_by: accounts.get(job.by)?.pk ?? null,
    created_at: iso(job.createdAt),
    started_at: iso(job.startedAt),
    finished_at: iso(job.finishedAt),
    updated_at: iso(job.updatedAt),
    project_id: job.projectId,
  }
}
