import { parseArgs, type ParseArgsOptionsConfig } from 'node:util'
import { AppError } from '#worker/api/errors.ts'
import type { Words } from '#worker/words/words.ts'

export interface Context {
  json: boolean
  dataDir: string
  resourcesDir: string
  words: Words
  /** Writes a line to stderr, which is for people even with `--json`. */
  note: (line: string) => void
}

/** What a command has to say: one JSON document, and the same as lines for a person. */
export interface Outcome {
  document: unknown
  lines: string[]
  /** The command ran, and what it looked at is not well. */
  failed?: boolean
}

export type Command = (args: string[], context: Context) => Promise<Outcome>

/** @throws AppError usage when there are words that the command does not take */
export function mustBeOver([first]: readonly string[]): void {
  if (first !== undefined) throw new AppError('usage', { why: `what is "${first}"?` })
}

/**
 * Parses a command's own options.
 *
 * @throws AppError usage
 */
export function parseOptions<T extends ParseArgsOptionsConfig>(args: string[], options: T) {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true })
  } catch (cause) {
    throw new AppError('usage', { why: cause instanceof Error ? cause.message : String(cause) })
  }
}
