import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import * as z from 'zod'

/** What stands on the disk: ciphertext (base64), what the user wanted unprotected, or that it is to be asked for. */
const Kept = z.discriminatedUnion('place', [
  z.strictObject({ place: z.literal('system'), cipher: z.base64() }),
  z.strictObject({ place: z.literal('plain'), text: z.string() }),
  z.strictObject({ place: z.literal('session') }),
])
export type Kept = z.infer<typeof Kept>

const SecretsFile = z.strictObject({ postgres: Kept })

/** What was kept; null when nothing was, or nothing that can be understood. */
export async function readKept(path: string): Promise<Kept | null> {
  try {
    return SecretsFile.parse(JSON.parse(await readFile(path, 'utf8'))).postgres
  } catch {
    return null
  }
}

/**
 * Replaces the file in one step, for its owner's eyes only; null removes it.
 *
 * @throws the disk's own error: a password that is not kept must not seem to be
 */
export async function writeKept(path: string, kept: Kept | null): Promise<void> {
  if (kept === null) return rm(path, { force: true })
  await rm(`${path}.new`, { force: true })
  await writeFile(`${path}.new`, JSON.stringify({ postgres: kept }), { mode: 0o600 })
  await rename(`${path}.new`, path)
}
