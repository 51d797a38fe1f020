import { denied, projectFor, standingOf } from '#test/fakes/qfieldcloud/access.ts'
import { paginated, readForm, textOf, truthOf, type Ask, type Form } from '#test/fakes/qfieldcloud/ask.ts'
import { storeBlob } from '#test/fakes/qfieldcloud/blobs.ts'
import { unfinished } from '#test/fakes/qfieldcloud/jobs.ts'
import { qgisFileOf } from '#test/fakes/qfieldcloud/project-files.ts'
import { Refusal, type Reply } from '#test/fakes/qfieldcloud/reply.ts'
import type { Route } from '#test/fakes/qfieldcloud/router.ts'
import { fromSeed } from '#test/fakes/qfieldcloud/seed.ts'
import {
  iso,
  newProject,
  type Account,
  type CloudState,
  type Project,
} from '#test/fakes/qfieldcloud/state.ts'

export const projectRoutes: Route[] = [
  { method: 'GET', pattern: 'projects/', answer: list },
  { method: 'POST', pattern: 'projects/', answer: create },
  {
    method: 'GET',
    pattern: 'projects/public/',
    answer: (state, ask) => shown(state, ask, ({ isPublic }) => isPublic),
  },
  {
    method: 'GET',
    pattern: 'projects/:project/',
    answer: (state, { user, params }) => ({
      status: 200,
      json: projectJson(state, user, projectFor(state, user, params['project'])),
    }),
  },
  { method: 'PATCH', pattern: 'projects/:project/', answer: change },
  { method: 'PUT', pattern: 'projects/:project/', answer: change },
  {
    method: 'DELETE',
    pattern: 'projects/:project/',
    answer(state, { user, params }) {
      state.projects.delete(projectFor(state, user, params['project'], 'manager').id)
      return { status: 204 }
    },
  },
  { method: 'POST', pattern: 'projects/:project/thumbnail/', since: '2026', answer: thumbnail },
]

function list(state: CloudState, ask: Ask): Reply {
  const publicToo = truthOf(ask.query.get(state.profile === '2024' ? 'include-public' : 'include_public'))
  return shown(state, ask, (project) => {
    const standing = standingOf(state, ask.user, project)
    return standing !== null && (standing.origin !== 'public' || publicToo)
  })
}

function shown(state: CloudState, ask: Ask, wanted: (project: Project) => boolean): Reply {
  const projects = [...state.projects.values()].filter(wanted)
  const found = state.profile === '2024' ? projects : sought(projects, ask.query)
  return paginated(
    ask,
    found.map((project) => projectJson(state, ask.user, project)),
  )
}

/** The filters of servers of 2026; older ones show all. */
function sought(projects: Project[], query: URLSearchParams): Project[] {
  const search = query.get('search')?.toLowerCase() ?? ''
  const [name, owner, ordering] = ['name', 'owner', 'ordering'].map((key) => query.get(key))
  const found = projects.filter(
    (project) =>
      `${project.name} ${project.description}`.toLowerCase().includes(search) &&
      (name ?? project.name) === project.name &&
      (owner ?? project.owner) === project.owner,
  )
  const key = ordering?.replace('-', '')
  const worth = (project: Project): string =>
    key === 'created_at' ? (iso(project.createdAt) ?? '') : key === 'owner' ? project.owner : project.name
  if (key !== undefined) found.sort((a, b) => (worth(a) < worth(b) ? -1 : 1))
  return ordering?.startsWith('-') === true ? found.toReversed() : found
}

async function create(state: CloudState, ask: Ask): Promise<Reply> {
  const form = await readForm(ask)
  const owner = typeof form['owner'] === 'string' && form['owner'] !== '' ? form['owner'] : ask.user.username
  const project = newProject(state.now(), { name: '', owner })
  checkOwner(state, ask.user, owner)
  await assign(state, project, { name: '', ...form })
  state.projects.set(project.id, project)
  if (state.profile === '2026') await fromSeed(state, ask, project, form)
  return { status: 201, json: projectJson(state, ask.user, project) }
}

/** People own for themselves; organizations' projects are made by owners, admins and creators. */
function checkOwner({ accounts }: CloudState, user: Account, owner: string): void {
  const account = accounts.get(owner)
  if (account === undefined) throw new Refusal('api_error')
  const role = account.owner === user.username ? 'admin' : account.members.get(user.username)?.role
  if (owner !== user.username && role !== 'admin' && role !== 'creator') throw denied()
}

async function change(state: CloudState, ask: Ask): Promise<Reply> {
  const project = projectFor(state, ask.user, ask.params['project'], 'manager')
  const form = await readForm(ask)
  if (ask.method === 'PUT') textOf(form, 'name')
  if (typeof form['owner'] === 'string' && form['owner'] !== project.owner)
    checkOwner(state, ask.user, form['owner'])
  await assign(state, project, form)
  project.updatedAt = state.now()
  return { status: 200, json: projectJson(state, ask.user, project) }
}

/** Takes what may be set, after all of it was looked at. */
async function assign(state: CloudState, project: Project, form: Form): Promise<void> {
  const name = form['name'] === undefined ? project.name : textOf(form, 'name')
  const owner = typeof form['owner'] === 'string' && form['owner'] !== '' ? form['owner'] : project.owner
  if (!/^[a-zA-Z0-9-_.]+$/.test(name) || name.length > 255) throw new Refusal('api_error')
  for (const other of state.projects.values())
    if (other !== project && other.owner === owner && other.name === name)
      throw new Refusal('project_already_exists', 'A project with this name already exists.')
  Object.assign(project, { name, owner })
  if (typeof form['description'] === 'string') project.description = form['description']
  if (form['is_public'] !== undefined) project.isPublic = truthOf(form['is_public'])
  if (form['private'] !== undefined && form['is_public'] === undefined)
    project.isPublic = !truthOf(form['private'])
  if (state.profile === '2024') return
  if (form['overwrite_conflicts'] !== undefined)
    project.overwriteConflicts = truthOf(form['overwrite_conflicts'])
  if (form['has_restricted_projectfiles'] !== undefined)
    project.restrictedFiles = truthOf(form['has_restricted_projectfiles'])
}

async function thumbnail(state: CloudState, ask: Ask): Promise<Reply> {
  const project = projectFor(state, ask.user, ask.params['project'], 'editor')
  const given = (await readForm(ask))['thumbnail'] as { bytes: Buffer } | undefined
  if (given === undefined || given.bytes.length > 5 * 1024 * 1024) throw new Refusal('api_error')
  project.thumbnail = await storeBlob(state.folder, [given.bytes])
  return { status: 204 }
}

function projectJson(state: CloudState, user: Account, project: Project): object {
  const standing = standingOf(state, user, project)
  const { dataUpdatedAt, isPublic } = project
  const newest = project.packages.findLast(({ by }) => state.profile === '2024' || by === user.username)
  const packaged =
    project.hasOnlineVectorData === false && newest !== undefined && newest.at >= (dataUpdatedAt ?? 0)
  const waiting = state.profile === '2024' ? ['queued', 'started'] : ['pending', 'queued', 'started']
  const busy = unfinished(state, project.id).some(({ status }) => waiting.includes(status))
  const ready = qgisFileOf(project) !== null && project.details !== null
  return {
    id: project.id,
    name: project.name,
    owner: project.owner,
    description: project.description,
    private: !isPublic,
    is_public: isPublic,
    created_at: iso(project.createdAt),
    updated_at: iso(project.updatedAt),
    data_last_packaged_at: iso(project.dataPackagedAt),
    data_last_updated_at: iso(dataUpdatedAt),
    can_repackage: true,
    needs_repackaging: !packaged,
    status: busy ? 'busy' : ready ? 'ok' : 'failed',
    user_role: standing?.role ?? null,
    user_role_origin: standing?.origin ?? null,
    ...(state.profile === '2024' ? {} : addedBy2026(project)),
  }
}

function addedBy2026(project: Project): object {
  let bytes = 0
  for (const versions of project.files.values()) for (const { size } of versions) bytes += size
  return {
    project_type: 'regular',
    restricted_data_last_updated_at: null,
    shared_datasets_project_id: null,
    is_shared_datasets_project: false,
    is_featured: false,
    is_attachment_download_on_demand: false,
    has_restricted_projectfiles: project.restrictedFiles,
    overwrite_conflicts: project.overwriteConflicts,
    file_storage_bytes: bytes,
    the_qgis_file_name: qgisFileOf(project),
  }
}
