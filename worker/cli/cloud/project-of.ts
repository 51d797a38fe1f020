import { resolve } from 'node:path'
import { AppError } from '#worker/api/errors.ts'
import { accountOf, accountOption } from '#worker/cli/cloud/account-of.ts'
import { mustBeOver } from '#worker/cli/command.ts'
import type { CliWorker } from '#worker/cli/with-worker.ts'

/** What every command about one project of a server takes beside its folder. */
export const projectOptions = { ...accountOption, project: { type: 'string' } } as const

/**
 * The folder, which `--project` stands for, and the words after it.
 *
 * @throws AppError usage when there are more than `most`
 */
export function folderAndMore(
  values: { project?: string | undefined },
  positionals: readonly string[],
  most = 0,
): { folder: string | undefined; more: string[] } {
  const hasFolder = values.project === undefined
  const more = positionals.slice(hasFolder ? 1 : 0)
  mustBeOver(more.slice(most))
  return { folder: hasFolder ? positionals[0] : undefined, more }
}

export interface NamedProject {
  accountId: string
  projectId: string
}

/**
 * The project that is meant: by `--project` (its id, or its name where only one has it), else the one that the folder
 * is linked to.
 *
 * @throws AppError usage, cloud.signedOut, cloud.notFound, cloud.*
 */
export async function projectOf(
  worker: CliWorker,
  values: { account?: string | undefined; project?: string | undefined },
  folder: string | undefined,
): Promise<NamedProject> {
  const { project } = values
  if (project === undefined) {
    if (folder === undefined) throw new AppError('usage', { why: 'name a DIR that was synced, or --project' })
    const link = await worker.call('cloud.link', { folder: resolve(folder) })
    if (link === null) throw new AppError('usage', { why: `${folder} was not synced yet; name --project` })
    const account =
      values.account === undefined ? link.accountId : (await accountOf(worker, values.account)).id
    return { accountId: account, projectId: link.projectId }
  }
  const { id: accountId, server } = await accountOf(worker, values.account)
  const all = await worker.call('cloud.projects', { accountId })
  const found = all.filter(({ id, name, owner }) => [id, name, `${owner}/${name}`].includes(project))
  const [one, ...others] = found
  if (one === undefined) throw new AppError('cloud.notFound', { host: new URL(server).host })
  if (others.length > 0)
    throw new AppError('usage', { why: `--project is one of ${found.map(({ id }) => id).join(', ')}` })
  return { accountId, projectId: one.id }
}
