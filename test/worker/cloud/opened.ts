import { AppError } from '#worker/api/errors.ts'
import { openCloud, type CloudOptions } from '#worker/cloud/open-cloud.ts'
import { signIn } from '#worker/cloud/sign-in.ts'
import type { CloudClient, Moving } from '#worker/steps/cloud-port.ts'
import { account, startFakeCloud, type FakeCloud } from '#test/fakes/qfieldcloud/start.ts'
import type { Profile } from '#test/fakes/qfieldcloud/state.ts'

export const projectId = 'e02d02cc-af1b-414c-a14c-e2ed5dfee52f'

/** The least that counts as a QGIS project there. */
export const qgsFile = '<qgis version="3.22.16" projectname="site"></qgis>'

export interface Opened {
  server: FakeCloud
  cloud: CloudClient
  /** The token that it uses. */
  token: string
}

/** A fake server of that year with one project, and a client that somebody is signed in with. */
export async function opened(
  profile: Profile,
  options: Partial<CloudOptions> & { user?: string; password?: string } = {},
): Promise<Opened> {
  const server = await startFakeCloud({ profile })
  server.addProject({ id: projectId })
  const { user = account.user, password = account.password, ...rest } = options
  const { token, username } = await signIn(server.url, user, password)
  return { server, token, cloud: openCloud({ server: server.url, token, username, ...rest }) }
}

/** What it was refused with. */
export async function refusalOf(work: Promise<unknown>): Promise<AppError> {
  const thrown = await work.then(
    () => null,
    (cause: unknown) => cause,
  )
  if (thrown instanceof AppError) return thrown
  throw new Error('expected an AppError', { cause: thrown })
}

/** Bytes of a file on their way, with nobody who stops them. */
export function moving(onBytes?: (bytes: number) => void): Moving {
  return { signal: new AbortController().signal, ...(onBytes === undefined ? {} : { onBytes }) }
}
