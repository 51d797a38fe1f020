import { basename, resolve } from 'node:path'
import { AppError } from '#worker/api/errors.ts'
import { parseOptions, type Command, type Outcome } from '#worker/cli/command.ts'
import { listBackups, type Backup } from '#worker/store/backup.ts'
import { inspectLedger, restoreLedger } from '#worker/store/restore.ts'

/**
 * `ledger check | restore [BACKUP | newest | nothing]`: what stands in the data folder, and how to go back to a backup
 * of it. What stood there before is set aside, never deleted.
 */
export const ledger: Command = async (args, context) => {
  const { positionals } = parseOptions(args, {})
  const [verb = 'check', wanted, ...more] = positionals
  if (more.length === 0 && verb === 'check' && wanted === undefined) return check(context.dataDir)
  if (more.length === 0 && verb === 'restore') return restore(context.dataDir, wanted ?? 'newest')
  throw new AppError('usage', { why: `what is "ledger ${positionals.join(' ')}"?` })
}

function check(dir: string): Outcome {
  const { ledger: state, problem, backups, newestGood } = inspectLedger(dir)
  return {
    document: {
      ledger: state,
      problem,
      backups: backups.map(documentOf),
      newestGood: newestGood && documentOf(newestGood),
    },
    lines: [
      `ledger in ${dir}: ${state}`,
      ...(problem === null ? [] : [problem]),
      ...backups.map((backup) => `  ${lineOf(backup)}${backup === newestGood ? '  newest good one' : ''}`),
    ],
    failed: state === 'corrupt',
  }
}

function restore(dir: string, wanted: string): Outcome {
  const backup = wanted === 'nothing' ? null : fileOf(dir, wanted)
  restoreLedger(dir, backup, Date.now())
  const from = backup === null ? 'nothing' : basename(backup)
  return { document: { restored: from }, lines: [`The ledger in ${dir} is that of ${from} now.`] }
}

/** A backup by its name as `check` lists it, or any file by its path. */
function fileOf(dir: string, wanted: string): string {
  if (wanted !== 'newest')
    return listBackups(dir).find(({ file }) => basename(file) === wanted)?.file ?? resolve(wanted)
  const newest = inspectLedger(dir).newestGood
  if (newest === null) throw new AppError('input.missing', { path: resolve(dir, 'backups') })
  return newest.file
}

const documentOf = ({ file, kind, at }: Backup) => ({ file, kind, at: new Date(at).toISOString() })
const lineOf = ({ file, kind, at }: Backup) => `${basename(file)}  ${kind}  ${new Date(at).toISOString()}`
