import { AppError } from '#worker/api/errors.ts'
import { accounts, forget, login } from '#worker/cli/cloud/accounts.ts'
import { applyPending, deltas, push, reapply } from '#worker/cli/cloud/deltas.ts'
import { jobs, log, start } from '#worker/cli/cloud/jobs.ts'
import { people } from '#worker/cli/cloud/people.ts'
import { projects } from '#worker/cli/cloud/projects.ts'
import { plan, sync } from '#worker/cli/cloud/sync.ts'
import type { Command } from '#worker/cli/command.ts'

const commands: Record<string, Command> = {
  login,
  accounts,
  forget,
  projects,
  plan,
  sync,
  jobs,
  log,
  start,
  deltas,
  push,
  reapply,
  apply: applyPending,
  people,
}

/** `cloud <word> …`: QFieldCloud. */
export const cloud: Command = async ([word, ...args], context) => {
  const command = word !== undefined && Object.hasOwn(commands, word) ? commands[word] : undefined
  if (command === undefined)
    throw new AppError('usage', { why: `cloud takes one of ${Object.keys(commands).join(', ')}` })
  return command(args, context)
}
