import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { AppError } from '#worker/api/errors.ts'
import { accountOf, accountOption, nameOf } from '#worker/cli/cloud/account-of.ts'
import { mustBeOver, parseOptions, type Command } from '#worker/cli/command.ts'
import { withWorker } from '#worker/cli/with-worker.ts'

/** `cloud login SERVER USER`: the password comes on stdin, never as an argument, which others could read. */
export const login: Command = async (args, context) => {
  const { positionals } = parseOptions(args, {})
  const [server, username, ...more] = positionals
  if (server === undefined || username === undefined || more.length > 0)
    throw new AppError('usage', { why: 'cloud login takes SERVER and USER; the password is read from stdin' })
  const password = await readPassword(context.note)
  return withWorker(context, { write: true, idle: true, cloud: true }, async ({ call }) => {
    const account = await call('cloud.signIn', { server, username, password })
    return { document: account, lines: [nameOf(account)] }
  })
}

/** `cloud accounts`: who is signed in where. */
export const accounts: Command = async (args, context) => {
  mustBeOver(parseOptions(args, {}).positionals)
  return withWorker(context, { write: false, idle: true, cloud: true }, async ({ call }) => {
    const all = await call('cloud.accounts', {})
    return {
      document: all,
      lines: all.map((one) =>
        `${nameOf(one).padEnd(40)} ${one.state.padEnd(10)} ${one.expiresAt ?? ''}`.trimEnd(),
      ),
    }
  })
}

/** `cloud forget`: the token goes from this computer; phones stay signed in. */
export const forget: Command = async (args, context) => {
  const { values, positionals } = parseOptions(args, accountOption)
  mustBeOver(positionals)
  return withWorker(context, { write: true, idle: true, cloud: true }, async (worker) => {
    const account = await accountOf(worker, values.account)
    await worker.call('cloud.forget', { accountId: account.id })
    return { document: { forgotten: account.id }, lines: [nameOf(account)] }
  })
}

async function readPassword(note: (line: string) => void): Promise<string> {
  if (process.stdin.isTTY) note('Password:')
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({
    input: process.stdin,
    output: silent,
    terminal: process.stdin.isTTY,
  })
  try {
    for await (const line of lines) if (line !== '') return line
    throw new AppError('usage', { why: 'the password is read from stdin, and nothing came' })
  } finally {
    lines.close()
  }
}
