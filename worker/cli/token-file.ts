import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as z from 'zod'
import { AppError } from '#worker/api/errors.ts'

const Tokens = z.record(z.string(), z.string())

/** Where a terminal, which has no system store to ask, keeps the tokens of QFieldCloud accounts. */
export const tokenFileOf = (dataDir: string): string => join(dataDir, 'secrets', 'cloud.json')

/**
 * Tokens by account, of a file that only its owner can read; none where there is no file.
 *
 * @throws AppError secrets.exposed when others could read it, input.unreadable when it is damaged
 */
export function readTokens(file: string): Record<string, string> {
  const stats = statSync(file, { throwIfNoEntry: false })
  if (stats === undefined) return {}
  // Windows has no such bits: there the user's own folder is for the user alone.
  if (process.platform !== 'win32' && (stats.mode & 0o077) !== 0)
    throw new AppError('secrets.exposed', { file })
  try {
    return Tokens.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    // Without the cause: what JSON cannot read it quotes.
    throw new AppError('input.unreadable', { file })
  }
}

/**
 * Keeps one token more, or one less where it is null. Unprotected but for the file's mode, and says so in a line.
 *
 * @throws AppError as `readTokens`; the disk's own error, and then nothing has changed
 */
export function keepToken(
  file: string,
  id: string,
  token: string | null,
  note: (line: string) => void,
): void {
  const { [id]: _before, ...others } = readTokens(file)
  const folder = dirname(file)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  // One that was there already may have been for everybody.
  chmodSync(folder, 0o700)
  const tokens = token === null ? others : { ...others, [id]: token }
  if (Object.keys(tokens).length === 0) return rmSync(file, { force: true })
  rmSync(`${file}.new`, { force: true })
  writeFileSync(`${file}.new`, JSON.stringify(tokens), { mode: 0o600, flag: 'wx' })
  renameSync(`${file}.new`, file)
  if (token !== null) note(`The token is kept unprotected in ${file}: whoever gets at your files can use it.`)
}
