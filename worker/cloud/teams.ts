import * as z from 'zod'
import { AppError } from '#worker/api/errors.ts'
import { jsonBody } from '#worker/cloud/body.ts'
import { allPages } from '#worker/cloud/pages.ts'
import { readOne, type Probe } from '#worker/cloud/probe.ts'
import { tell, type Cloudy } from '#worker/cloud/request.ts'
import type { CloudClient } from '#worker/steps/cloud-port.ts'

type Teams = Pick<CloudClient, 'teams' | 'teamMembers' | 'addTeamMember' | 'removeTeamMember'>

const Team = z.object({ team: z.string() })
const TeamMember = z.object({ member: z.string() })

export function teamCalls(cloud: Cloudy, probe: Probe): Teams {
  const segment = encodeURIComponent
  const teamsOf = (organization: string): string => `organizations/${segment(organization)}/teams`
  const membersOf = (organization: string, team: string): string =>
    `${teamsOf(organization)}/${segment(team)}/members`
  return {
    async teams(organization) {
      const asked = { path: teamsOf(organization) }
      const found = await allPages(cloud, asked, Team, ({ team }) => team).catch(noneWithout)
      return found.map(({ team }) => team)
    },
    async teamMembers(organization, team) {
      const asked = { path: membersOf(organization, team), name: team }
      const found = await readOne(
        probe,
        allPages(cloud, asked, TeamMember, ({ member }) => member),
      )
      return found.map(({ member }) => member)
    },
    addTeamMember: (organization, team, username) =>
      tell(cloud, {
        method: 'POST',
        path: membersOf(organization, team),
        name: username,
        body: jsonBody({ member: username }),
      }),
    removeTeamMember: (organization, team, username) =>
      tell(cloud, {
        method: 'DELETE',
        path: `${membersOf(organization, team)}/${segment(username)}`,
        name: username,
      }),
  }
}

/** Servers of 2024 have no teams to be asked for. */
function noneWithout(cause: unknown): [] {
  if (cause instanceof AppError && cause.code === 'cloud.notFound') return []
  throw cause
}
