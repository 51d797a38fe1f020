import { authRoutes } from '#test/fakes/qfieldcloud/auth.ts'
import { collaboratorRoutes } from '#test/fakes/qfieldcloud/collaborators.ts'
import { deltaRoutes } from '#test/fakes/qfieldcloud/deltas.ts'
import { fileRoutes } from '#test/fakes/qfieldcloud/files.ts'
import { jobRoutes } from '#test/fakes/qfieldcloud/jobs.ts'
import { organizationRoutes } from '#test/fakes/qfieldcloud/organizations.ts'
import { packageRoutes } from '#test/fakes/qfieldcloud/packages.ts'
import { peopleRoutes } from '#test/fakes/qfieldcloud/people.ts'
import { projectRoutes } from '#test/fakes/qfieldcloud/projects.ts'
import type { Route } from '#test/fakes/qfieldcloud/router.ts'
import { seedRoutes } from '#test/fakes/qfieldcloud/seed.ts'
import { statusRoutes } from '#test/fakes/qfieldcloud/status.ts'
import { subscriptionRoutes } from '#test/fakes/qfieldcloud/subscriptions.ts'
import { teamRoutes } from '#test/fakes/qfieldcloud/teams.ts'

/** In the order in which they are tried. */
export const routes: Route[] = [
  authRoutes,
  statusRoutes,
  projectRoutes,
  seedRoutes,
  fileRoutes,
  packageRoutes,
  jobRoutes,
  deltaRoutes,
  collaboratorRoutes,
  peopleRoutes,
  organizationRoutes,
  teamRoutes,
  subscriptionRoutes,
].flat()
