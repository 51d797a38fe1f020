import { accountOf, accountOption } from '#worker/cli/cloud/account-of.ts'
import { mustBeOver, parseOptions, type Command } from '#worker/cli/command.ts'
import { withWorker } from '#worker/cli/with-worker.ts'

/** `cloud projects`: those that the account can see. */
export const projects: Command = async (args, context) => {
  const { values, positionals } = parseOptions(args, accountOption)
  mustBeOver(positionals)
  return withWorker(context, { write: false, idle: true, cloud: true }, async (worker) => {
    const { id: accountId } = await accountOf(worker, values.account)
    const all = await worker.call('cloud.projects', { accountId })
    return {
      document: all,
      lines: all.map(
        ({ id, owner, name, status, role }) =>
          `${id}  ${status.padEnd(7)} ${(role ?? '').padEnd(9)} ${owner}/${name}`,
      ),
    }
  })
}
