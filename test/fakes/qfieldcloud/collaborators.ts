import { projectFor } from '#test/fakes/qfieldcloud/access.ts'
import { paginated, readForm, textOf, type Ask } from '#test/fakes/qfieldcloud/ask.ts'
import { Refusal, type Reply } from '#test/fakes/qfieldcloud/reply.ts'
import type { Route } from '#test/fakes/qfieldcloud/router.ts'
import { iso, roles, type CloudState, type Project, type Role } from '#test/fakes/qfieldcloud/state.ts'

const one = 'collaborators/:project/:username/'

export const collaboratorRoutes: Route[] = [
  {
    method: 'GET',
    pattern: 'collaborators/:project/',
    answer(state, ask) {
      const project = managed(state, ask)
      return paginated(
        ask,
        [...project.collaborators.keys()].map((name) => collaboratorJson(project, name)),
      )
    },
  },
  { method: 'POST', pattern: 'collaborators/:project/', answer: add },
  {
    method: 'GET',
    pattern: one,
    answer(state, ask) {
      const [project, name] = found(state, ask)
      return { status: 200, json: collaboratorJson(project, name) }
    },
  },
  { method: 'PATCH', pattern: one, answer: change },
  { method: 'PUT', pattern: one, answer: change },
  {
    method: 'DELETE',
    pattern: one,
    answer(state, ask) {
      const [project, name] = found(state, ask)
      project.collaborators.delete(name)
      return { status: 204 }
    },
  },
]

function managed(state: CloudState, { user, params }: Ask): Project {
  return projectFor(state, user, params['project'], 'manager')
}

function found(state: CloudState, ask: Ask): [Project, string] {
  const project = managed(state, ask)
  const name = ask.params['username'] ?? ''
  if (!project.collaborators.has(name)) throw new Refusal('object_not_found', 'Object not found')
  return [project, name]
}

/** In an organization's project only its members; the answer to anything else has no detail. */
async function add(state: CloudState, ask: Ask): Promise<Reply> {
  const project = managed(state, ask)
  const form = await readForm(ask)
  const name = textOf(form, 'collaborator')
  const role = roleOf(textOf(form, 'role'))
  const owner = state.accounts.get(project.owner)
  const team = /^@[^/]+\/(.+)$/.exec(name)?.[1]
  if (team === undefined ? !state.accounts.has(name) : owner?.teams.has(team) !== true)
    throw new Refusal('api_error')
  if (project.collaborators.has(name) || name === project.owner)
    throw new Refusal('validation_error', 'Validation error')
  if (owner?.type === 2 && team === undefined && !owner.members.has(name))
    throw new Refusal('validation_error', 'Validation error')
  project.collaborators.set(name, { role, by: ask.user.username, at: state.now() })
  return { status: 201, json: collaboratorJson(project, name) }
}

async function change(state: CloudState, ask: Ask): Promise<Reply> {
  const [project, name] = found(state, ask)
  const role = roleOf(textOf(await readForm(ask), 'role'))
  const had = project.collaborators.get(name)
  if (had !== undefined) had.role = role
  return { status: 200, json: collaboratorJson(project, name) }
}

function roleOf(given: string): Role {
  const role = roles.find((known) => known === given)
  if (role === undefined) throw new Refusal('api_error')
  return role
}

function collaboratorJson(project: Project, name: string): object {
  const { role, by, at } = project.collaborators.get(name) ?? { role: null, by: null, at: null }
  return {
    collaborator: name,
    role,
    project_id: project.id,
    created_by: by,
    updated_by: by,
    created_at: iso(at),
    updated_at: iso(at),
  }
}
