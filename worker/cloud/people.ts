import * as z from 'zod'
import { CloudRole } from '#worker/api/cloud.ts'
import { AppError } from '#worker/api/errors.ts'
import { jsonBody } from '#worker/cloud/body.ts'
import { allPages } from '#worker/cloud/pages.ts'
import { askJson, tell, type Cloudy } from '#worker/cloud/request.ts'
import type { CloudClient } from '#worker/steps/cloud-port.ts'

type People = Pick<
  CloudClient,
  | 'collaborators'
  | 'setCollaborator'
  | 'removeCollaborator'
  | 'members'
  | 'addMember'
  | 'findUsers'
  | 'createUser'
>

const Collaborator = z.object({ collaborator: z.string(), role: CloudRole })
const Member = z.object({ member: z.string(), role: z.string() })
const User = z.object({ username: z.string(), type: z.union([z.number(), z.string()]).nullish() })

export function peopleCalls(cloud: Cloudy): People {
  const segment = encodeURIComponent
  const findUsers = async (query: string): Promise<string[]> => {
    const asked = { path: 'users', query: { q: query, exclude_organizations: 1, exclude_teams: 1 } }
    const found = await allPages(cloud, asked, User, ({ username }) => username)
    return found.filter(isPerson).map(({ username }) => username)
  }
  return {
    findUsers,
    async collaborators(projectId) {
      const asked = { path: `collaborators/${segment(projectId)}` }
      const found = await allPages(cloud, asked, Collaborator, ({ collaborator }) => collaborator)
      return found.map(({ collaborator, role }) => ({ username: collaborator, role }))
    },
    async setCollaborator(projectId, username, role, isNew) {
      const path = `collaborators/${segment(projectId)}`
      await (isNew
        ? tell(cloud, {
            method: 'POST',
            path,
            name: username,
            body: jsonBody({ collaborator: username, role }),
          })
        : tell(cloud, {
            method: 'PATCH',
            path: `${path}/${segment(username)}`,
            name: username,
            body: jsonBody({ role }),
          }))
    },
    removeCollaborator: (projectId, username) =>
      tell(cloud, {
        method: 'DELETE',
        path: `collaborators/${segment(projectId)}/${segment(username)}`,
        name: username,
      }),
    async members(organization) {
      const asked = { path: `members/${segment(organization)}` }
      const found = await allPages(cloud, asked, Member, ({ member }) => member)
      return found.map(({ member, role }) => ({ username: member, role }))
    },
    addMember: (organization, username, role) =>
      tell(cloud, {
        method: 'POST',
        path: `members/${segment(organization)}`,
        name: username,
        body: jsonBody({ member: username, role, is_public: false }),
      }),
    async createUser({ username, password, email }) {
      const quiet = { ...cloud, secrets: [...cloud.secrets, password] }
      const body = jsonBody({ username, password, email })
      await tell(quiet, { method: 'POST', path: 'users', name: username, body }).catch(
        async (cause: unknown) => {
          // The server says neither that there is one nor that the name is no name.
          if (!(cause instanceof AppError) || cause.data.params['status'] !== 400) throw cause
          const isThere = (await findUsers(username)).includes(username)
          throw new AppError(isThere ? 'cloud.exists' : 'cloud.invalidName', cause.data.params)
        },
      )
    },
  }
}

/**
 * Only staff may, and the server does not tell who is: to a user of no name it says "forbidden" to all others, before
 * it looks at the name, and makes none.
 */
export async function mayCreateUsers(cloud: Cloudy): Promise<boolean> {
  try {
    await tell(cloud, { method: 'POST', path: 'users', body: jsonBody({}) })
    return false
  } catch (thrown) {
    const status = thrown instanceof AppError ? thrown.data.params['status'] : undefined
    if (status === undefined) throw thrown
    return status === 400
  }
}

/** Also where the server tells no type. */
function isPerson({ type }: z.output<typeof User>): boolean {
  return type === null || type === undefined || String(type) === '1'
}

/** Organizations that we are in, by name. Nobody is told those of others. */
export async function organizationsOf(cloud: Cloudy, member: string): Promise<string[]> {
  const asked = { path: `users/${encodeURIComponent(member)}/organizations` }
  const { value } = await askJson(cloud, asked, z.array(User))
  return value.map(({ username }) => username)
}
