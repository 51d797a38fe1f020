import * as z from 'zod'

/** A file that a job made: relative name with forward slashes, bytes, and its hash in hex. */
export const OutputFile = z.strictObject({ name: z.string(), size: z.int(), sha256: z.string() })
export type OutputFile = z.infer<typeof OutputFile>
