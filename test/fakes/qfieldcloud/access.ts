import { Refusal } from '#test/fakes/qfieldcloud/reply.ts'
import {
  roles,
  type Account,
  type CloudState,
  type Project,
  type Role,
} from '#test/fakes/qfieldcloud/state.ts'

export interface Standing {
  role: Role
  origin:
    'project_owner' | 'organization_owner' | 'organization_admin' | 'collaborator' | 'team_member' | 'public'
}

/** What somebody is in a project; null for nothing. */
export function standingOf({ accounts }: CloudState, user: Account, project: Project): Standing | null {
  if (project.owner === user.username) return { role: 'admin', origin: 'project_owner' }
  const owner = accounts.get(project.owner)
  if (owner?.owner === user.username) return { role: 'admin', origin: 'organization_owner' }
  if (owner?.members.get(user.username)?.role === 'admin')
    return { role: 'admin', origin: 'organization_admin' }
  const own = project.collaborators.get(user.username)
  if (own !== undefined) return { role: own.role, origin: 'collaborator' }
  for (const [team, members] of owner?.teams ?? []) {
    const shared = project.collaborators.get(`@${project.owner}/${team}`)
    if (shared !== undefined && members.has(user.username))
      return { role: shared.role, origin: 'team_member' }
  }
  return project.isPublic ? { role: 'reader', origin: 'public' } : null
}

/** The project, for whoever has at least this role in it. */
export function projectFor(
  state: CloudState,
  user: Account,
  id: string | undefined,
  least: Role = 'reader',
): Project {
  const project = state.projects.get(id?.toLowerCase() ?? '')
  if (project === undefined) throw new Refusal('object_not_found', 'Object not found')
  const role = standingOf(state, user, project)?.role
  if (role === undefined || roles.indexOf(role) < roles.indexOf(least)) throw denied()
  return project
}

export function denied(): Refusal {
  return new Refusal('permission_denied', 'Permission denied')
}

export function accountOf({ accounts }: CloudState, username: string | undefined): Account {
  const found = accounts.get(username ?? '')
  if (found === undefined) throw new Refusal('object_not_found', 'Object not found')
  return found
}
