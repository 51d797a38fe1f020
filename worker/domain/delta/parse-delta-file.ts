import * as z from 'zod'
import { Delta } from '#worker/api/deltas.ts'
import { AppError } from '#worker/api/errors.ts'
import { parseExactly } from '#worker/domain/delta/exact-json.ts'

/** Deltas that one file or one job may have: a ledger and a window have to bear them. */
export const mostDeltas = 100_000

/** A delta file of version 1.0, as QField writes it and QFieldCloud takes it. */
export interface DeltaFile {
  /** What the file is called, for people. */
  name: string
  id: string
  /** QFieldCloud's id of the project that the changes were made in. */
  project: string
  version: '1.0'
  deltas: Delta[]
  files: string[]
  /** Keys of features that devices made, as QFieldCloud's worker is told them; `key-map.ts` reads them. */
  clientPks: Record<string, string>
}

const uuid = z.string().regex(/^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i)
const primaryKey = z.union([z.string(), z.number()])

/** deltafile_01.json. Only the two sides of a delta refuse what they do not know. */
const Shape = z.looseObject({
  version: z.literal('1.0'),
  project: uuid,
  id: uuid,
  deltas: z.array(Delta.extend({ uuid, clientId: uuid.optional() })),
  files: z.array(z.string()).refine((files) => new Set(files).size === files.length),
  clientPks: z.record(z.string(), z.unknown()).default({}),
})

/**
 * Reads a delta file by the rules of QFieldCloud's schema. NUL characters are left out, as the server does; numbers
 * keep all their digits.
 *
 * @throws AppError deltas.notJson, deltas.notSchema (the first place that is wrong), deltas.tooMany
 */
export function parseDeltaFile(text: string, name: string): DeltaFile {
  const json = read(text, name)
  const deltas = (json as { deltas?: unknown } | null)?.deltas
  if (Array.isArray(deltas) && deltas.length > mostDeltas) {
    throw new AppError('deltas.tooMany', { count: deltas.length, limit: mostDeltas })
  }
  const parsed = Shape.safeParse(json, { reportInput: true })
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!
    throw new AppError('deltas.notSchema', { file: name, where: placeOf(issue.path), why: reasonOf(issue) })
  }
  const { id, project, version, files, clientPks } = parsed.data
  return { name, id, project, version, deltas: parsed.data.deltas, files, clientPks: known(clientPks) }
}

function read(text: string, name: string): unknown {
  try {
    return parseExactly(withoutNul(text.replace(/^\uFEFF/, '')))
  } catch (cause) {
    throw new AppError('deltas.notJson', { file: name }, { cause })
  }
}

/** Leaves out NUL, raw and escaped; two backslashes before `u0000` are a backslash and five characters. */
function withoutNul(text: string): string {
  const raw = text.replaceAll('\0', '')
  return raw.includes('\\u0000')
    ? raw.replace(/\\(?:u0000|[^])/g, (found) => (found === '\\u0000' ? '' : found))
    : raw
}

/** The server writes null where it does not know a key. */
function known(clientPks: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(clientPks).flatMap(([key, value]) => {
      const pk = primaryKey.safeParse(value)
      return pk.success ? [[key, String(pk.data)]] : []
    }),
  )
}

/** `deltas[3].old.geometry` */
function placeOf(path: readonly PropertyKey[]): string {
  const place = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('')
  return place.replace(/^\./, '') || 'the beginning'
}

const types: Record<string, string> = {
  string: 'a text',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
}

function reasonOf(issue: z.core.$ZodIssue): string {
  if ('input' in issue && issue.input === undefined) return 'it is missing.'
  switch (issue.code) {
    case 'invalid_type':
      return `it is not ${types[issue.expected] ?? issue.expected}.`
    case 'invalid_value':
      return `it is not ${issue.values.map((value) => `“${String(value)}”`).join(' or ')}.`
    case 'invalid_format':
      return 'it is not a UUID.'
    case 'unrecognized_keys':
      return `${issue.keys.map((key) => `“${key}”`).join(', ')} is not known there.`
    case 'custom':
      return 'a name is in it more than once.'
    default:
      return issue.message
  }
}
