import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { PersonRow } from '#worker/api/cloud.ts'
import { AppError } from '#worker/api/errors.ts'
import { folderAndMore, projectOf, projectOptions } from '#worker/cli/cloud/project-of.ts'
import { parseOptions, type Command } from '#worker/cli/command.ts'
import { withWorker } from '#worker/cli/with-worker.ts'
import type { Words } from '#worker/words/words.ts'

const options = {
  ...projectOptions,
  csv: { type: 'string' },
  apply: { type: 'boolean' },
  sheet: { type: 'string' },
  remove: { type: 'string' },
} as const

/**
 * `cloud people DIR`: who works in a project. With `--csv FILE` what that list would change, with `--apply` changed;
 * `--sheet FILE.pdf` writes the cards with QR codes. `--remove NAME` takes one off the project.
 */
export const people: Command = async (args, context) => {
  const { values, positionals } = parseOptions(args, options)
  const { folder } = folderAndMore(values, positionals)
  const sheet = values.sheet === undefined ? null : resolve(values.sheet)
  if (values.apply === true && values.csv === undefined)
    throw new AppError('usage', { why: '--apply needs --csv' })
  if (sheet !== null && values.csv !== undefined && values.apply !== true)
    throw new AppError('usage', { why: '--sheet after --csv needs --apply' })
  if (values.remove !== undefined && values.csv !== undefined)
    throw new AppError('usage', { why: '--remove and --csv are two commands' })
  // Somebody's passwords may stand on a sheet that is there.
  if (sheet !== null && existsSync(sheet)) throw new AppError('output.exists', { file: sheet })
  return withWorker(context, { write: true, idle: true, cloud: true }, async (worker) => {
    const project = await projectOf(worker, values, folder)
    if (values.remove !== undefined)
      await worker.call('cloud.removePerson', { ...project, username: values.remove })
    if (values.csv === undefined) {
      const all = await worker.call('cloud.people', project)
      if (sheet !== null && all.length > 0)
        await worker.call('cloud.sheet', {
          ...project,
          usernames: all.map(({ username }) => username),
          out: sheet,
        })
      if (sheet !== null && all.length === 0)
        context.note('Nobody works in this project yet: no sheet was written.')
      return {
        document: all,
        failed: sheet !== null && all.length === 0,
        lines: all.map(({ username, role, organizationRole }) =>
          `${username.padEnd(24)} ${(role ?? '').padEnd(9)} ${organizationRole ?? ''}`.trimEnd(),
        ),
      }
    }
    const planned = await worker.call('cloud.planPeople', { ...project, file: resolve(values.csv) })
    const rows =
      values.apply === true
        ? await worker.call('cloud.applyPeople', { ...project, rows: planned, sheet })
        : planned
    return {
      document: rows.map((row) => toldRow(row, context.words)),
      lines: rows.map((row) => lineOf(row, context.words)),
      failed: rows.some(({ problem, error }) => problem !== null || error !== null),
    }
  })
}

function toldRow(row: PersonRow, words: Words) {
  const { problem, error } = row
  const message =
    problem === null ? (error === null ? '' : words.error(error)) : words.say(`people.${problem}`)
  return { ...row, message }
}

function lineOf(row: PersonRow, words: Words): string {
  const { username, role, action, also, done } = row
  const actions = [action, ...also].join(', ')
  return `${done ? 'done   ' : '       '} ${username.padEnd(24)} ${role.padEnd(9)} ${actions}  ${toldRow(row, words).message}`.trimEnd()
}
