import type { CloudLink, CloudProject } from '#worker/api/cloud.ts'
import { AppError } from '#worker/api/errors.ts'
import { projectNameOf } from '#worker/domain/cloud/project-name.ts'
import type { CloudClient } from '#worker/steps/cloud-port.ts'
import type { SyncPorts, SyncRun } from '#worker/steps/sync-ports.ts'

/**
 * The project that a folder goes to, made where it is to be a new one, and linked. Of an earlier try that ended
 * between the making and the link the ledger knows what it was about to make: that one is taken, and no second made.
 *
 * @throws AppError cloud.exists, cloud.notFound, other `cloud.*`
 */
export async function linkProject(
  { jobId, request, report }: SyncRun,
  cloud: CloudClient,
  { ledger: { links } }: SyncPorts,
  folder: string,
): Promise<CloudLink> {
  const { accountId } = request
  const found = await find()
  const facts = { projectId: found.id, name: found.name, owner: found.owner }
  links.write({ folder, accountId, server: cloud.server, ...facts }, jobId)
  const link = links.find(folder)
  if (link === null) throw new AppError('internal', {}, { detail: 'the link is not in the ledger' })
  return link

  async function find(): Promise<CloudProject> {
    const { target } = request
    if (target.kind === 'project') return cloud.project(target.projectId)
    const name = projectNameOf(target.name)
    const { owner } = target
    const linked = links.find(folder)
    if (linked?.server === cloud.server && linked.owner === owner && linked.name === name)
      return cloud.project(linked.projectId)
    const begun = links.creationOf(jobId)
    const there = (await cloud.projects()).find((one) => one.owner === owner && one.name === name)
    if (there !== undefined) {
      if (begun?.owner === owner && begun.name === name) return there
      throw new AppError('cloud.exists', { host: new URL(cloud.server).host, name })
    }
    links.beginCreation(jobId, { owner, name })
    const { description, isPublic } = target
    const made = await cloud
      .createProject({ name, owner, description, isPublic })
      .catch((thrown: unknown) => {
        // Nothing was made, which a line that broke leaves open.
        if (thrown instanceof AppError && thrown.data.retry === 'user') links.dropCreation(jobId)
        throw thrown
      })
    report.log('info', `Project ${owner}/${name} made at ${cloud.server}`)
    return made
  }
}
