import { fileURLToPath } from 'node:url'
import { AppError, toErrorData, type AppErrorData } from '#worker/api/errors.ts'
import { cloud } from '#worker/cli/cloud.ts'
import { dataDirOf } from '#worker/cli/data-dir.ts'
import { applyDeltas } from '#worker/cli/apply-deltas.ts'
import { check } from '#worker/cli/check.ts'
import { doctor } from '#worker/cli/doctor.ts'
import { exportCommand } from '#worker/cli/export.ts'
import { form } from '#worker/cli/form.ts'
import { generate } from '#worker/cli/generate.ts'
import { jobs } from '#worker/cli/jobs.ts'
import { ledger } from '#worker/cli/ledger.ts'
import { packageCommand } from '#worker/cli/package.ts'
import { serve } from '#worker/cli/serve.ts'
import { usage } from '#worker/cli/usage.ts'
import type { Command, Context } from '#worker/cli/command.ts'
import { loadWords, type Words } from '#worker/words/words.ts'

/**
 * The command line: `cli <command> [--json] [--data DIR]`. With `--json` stdout holds exactly one document;
 * everything else goes to stderr. Exit code 0 = done, 1 = the work failed, 2 = wrong usage.
 */
const commands: Record<string, Command> = {
  doctor,
  form,
  generate,
  export: exportCommand,
  check,
  package: packageCommand,
  'apply-deltas': applyDeltas,
  cloud,
  jobs,
  ledger,
  serve,
}

async function main(argv: string[]): Promise<number> {
  const { json, data, rest } = takeGlobals(argv)
  const resourcesDir = fileURLToPath(new URL('../resources', import.meta.url))
  const words = loadWords(resourcesDir)
  const context: Context = {
    json,
    dataDir: data ?? dataDirOf(process.platform, process.env),
    resourcesDir,
    words,
    note: (line) => process.stderr.write(`${line}\n`),
  }
  try {
    const [name = 'help', ...args] = rest
    if (name === 'help' || name === '--help' || name === '-h') {
      process.stdout.write(usage)
      return rest.length === 0 ? 2 : 0
    }
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined
    if (!command) throw new AppError('usage', { why: `there is no command "${name}"` })
    const outcome = await command(args, context)
    print(json ? JSON.stringify(outcome.document, null, 2) : outcome.lines.join('\n'))
    return outcome.failed === true ? 1 : 0
  } catch (thrown) {
    return fail(thrown, context)
  }
}

function fail(thrown: unknown, { json, words, note }: Context): number {
  const error = toErrorData(thrown)
  const message = messageOf(error, words)
  if (json) print(JSON.stringify({ error: { ...error, message } }, null, 2))
  note(message)
  if (error.code !== 'usage')
    for (const [name, value] of Object.entries(error.params)) note(`  ${name}: ${value}`)
  if (error.code === 'usage') note(usage)
  else if (error.detail !== undefined && error.code === 'internal') note(error.detail)
  else if (error.detail !== undefined && !json) note(withoutStack(error.detail))
  return error.code === 'usage' ? 2 : 1
}

/** Jobs are tried again by themselves, and what a command did at once is not. */
function messageOf(error: AppErrorData, words: Words): string {
  const isOver = error.retry === 'user' || error.retry === 'never'
  return isOver
    ? words.error(error)
    : `${words.say(`error.${error.code}.what`, error.params)} ${words.say('cli.again')}`
}

/** Where it happened in the code helps only with what nobody expected. */
function withoutStack(detail: string): string {
  return detail.replaceAll(/\n +at .*/g, '')
}

function print(text: string): void {
  if (text !== '') process.stdout.write(`${text}\n`)
}

/** `--json` and `--data DIR` may stand anywhere. */
function takeGlobals(argv: string[]): { json: boolean; data: string | null; rest: string[] } {
  const rest: string[] = []
  let json = false
  let data: string | null = null
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] ?? ''
    if (word === '--json') json = true
    else if (word === '--data') data = argv[++index] ?? ''
    else if (word.startsWith('--data=')) data = word.slice('--data='.length)
    else rest.push(word)
  }
  return { json, data: data === '' ? null : data, rest }
}

process.exitCode = await main(process.argv.slice(2))
