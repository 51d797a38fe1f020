import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import * as z from 'zod'

/** What stands on the disk: ciphertext (base64), what the user wanted unprotected, or that it is to be asked for. */
const Kept = z.discriminatedUnion('place', [
  z.strictObject({ place: z.literal('system'), cipher: z.base64() }),
  z.strictObject({ place: z.literal('plain'), text: z.string() }),
  z.strictObject({ place: z.literal('session') }),
])
export type Kept = z.infer<typeof Kept>

const SecretsFile = z.union([
  z.strictObject({ version: z.literal(2), kept: z.record(z.string(), Kept) }),
  // The first version knew the password of Postgres alone.
  z.strictObject({ postgres: Kept }).transform((kept) => ({ version: 2 as const, kept })),
])

/** What was kept, by the secret's name; empty when nothing was, or nothing that can be understood. */
export async function readKept(path: string): Promise<Map<string, Kept>> {
  try {
    return new Map(Object.entries(SecretsFile.parse(JSON.parse(await readFile(path, 'utf8'))).kept))
  } catch {
    return new Map()
  }
}

/**
 * Replaces the file in one step, for its owner's eyes only; nothing to keep removes it.
 *
 * @throws the disk's own error: a secret that is not kept must not seem to be
 */
export async function writeKept(path: string, kept: ReadonlyMap<string, Kept>): Promise<void> {
  if (kept.size === 0) return rm(path, { force: true })
  await rm(`${path}.new`, { force: true })
  const file: z.infer<typeof SecretsFile> = { version: 2, kept: Object.fromEntries(kept) }
  await writeFile(`${path}.new`, JSON.stringify(file), { mode: 0o600 })
  await rename(`${path}.new`, path)
}
