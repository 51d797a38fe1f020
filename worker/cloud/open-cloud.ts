import { AppError } from '#worker/api/errors.ts'
import { safeAddress } from '#worker/cloud/account.ts'
import { askJson, usualPatience, type Cloudy } from '#worker/cloud/request.ts'
import { deltaCalls } from '#worker/cloud/deltas.ts'
import { fileCalls } from '#worker/cloud/files.ts'
import { jobCalls } from '#worker/cloud/jobs.ts'
import { nodeWire } from '#worker/cloud/node-wire.ts'
import { mayCreateUsers, organizationsOf, peopleCalls } from '#worker/cloud/people.ts'
import { probeOf } from '#worker/cloud/probe.ts'
import { projectCalls } from '#worker/cloud/projects.ts'
import { seedCalls } from '#worker/cloud/seeds.ts'
import { Subscription } from '#worker/cloud/shapes.ts'
import { teamCalls } from '#worker/cloud/teams.ts'
import { versionCalls } from '#worker/cloud/versions.ts'
import type { Wire } from '#worker/cloud/wire.ts'
import type { CloudClient } from '#worker/steps/cloud-port.ts'

export interface CloudOptions {
  /** As people write it: with or without `https://` and `/api/v1`. */
  server: string
  token: string
  username: string
  /** Ends all that is under way. */
  signal?: AbortSignal
  /** How requests travel: proxies and certificates are its affair. */
  wire?: Wire
  /** Milliseconds without a byte after which a server counts as gone. */
  silence?: Cloudy['silence']
  /** Milliseconds before a read is tried again, as often as there are numbers. */
  pauses?: readonly number[]
}

/**
 * A QFieldCloud that somebody is signed in to. Nothing is asked before the first call.
 *
 * @throws AppError cloud.badAddress, cloud.plainHttp
 */
export function openCloud({
  server,
  token,
  username,
  signal = new AbortController().signal,
  wire = nodeWire(),
  silence = usualPatience.silence,
  pauses = usualPatience.pauses,
}: CloudOptions): CloudClient {
  const address = safeAddress(server)
  const cloud: Cloudy = { address, token, secrets: [token], signal, wire, silence, pauses }
  const probe = probeOf(cloud)
  let mayCreate: boolean | null = null
  const organizations = (): Promise<string[]> => organizationsOf(cloud, username)
  return {
    server: address.replace(/\/api\/v1\/$/, ''),
    username,
    organizations,
    ...projectCalls(cloud, probe),
    ...fileCalls(cloud, probe),
    ...versionCalls(cloud, probe),
    ...seedCalls(cloud, probe),
    ...jobCalls(cloud, probe),
    ...deltaCalls(cloud, probe),
    ...peopleCalls(cloud),
    ...teamCalls(cloud, probe),
    async quota(owner) {
      try {
        const { value } = await askJson(cloud, { path: subscriptionOf(owner) }, Subscription)
        return { used: value.storage_used_bytes, total: value.active_storage_total_bytes }
      } catch (cause) {
        // Absent from older servers, and of others' accounts not to be seen.
        if (cause instanceof AppError && ['cloud.notFound', 'cloud.forbidden'].includes(cause.code))
          return null
        throw cause
      }
    },
    async capabilities() {
      const isNew = await probe.isNew()
      const quota = await probe.has(subscriptionOf(username))
      // Teams came between the two years: without an organization nobody needs to know.
      const [first] = isNew ? [] : await organizations()
      const teams = isNew || (first !== undefined && (await probe.has(`organizations/${first}/teams`)))
      if (isNew) mayCreate ??= await mayCreateUsers(cloud)
      return { teams, createUsers: mayCreate === true, quota, resumeDownloads: isNew }
    },
  }
}

function subscriptionOf(owner: string): string {
  return `subscriptions/${encodeURIComponent(owner)}/current`
}
