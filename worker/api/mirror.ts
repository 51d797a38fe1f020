import * as z from 'zod'

/**
 * `off`: no database is set. `connecting`: the first answer is awaited. `offline`: this computer has no network.
 * `unreachable`: it has one, and the server does not answer. `refused`: the server answers and does not let us in.
 */
export const MirrorState = z.enum(['off', 'connecting', 'connected', 'offline', 'unreachable', 'refused'])
export type MirrorState = z.infer<typeof MirrorState>

/** Why a connection does not work; each has its words (`ui.mirror.trouble.<trouble>`). */
export const MirrorTrouble = z.enum([
  'url',
  'hostUnknown',
  'refused',
  'timeout',
  'signIn',
  'noDatabase',
  'tls',
  'certificate',
  'privilege',
  'newer',
  'other',
])
export type MirrorTrouble = z.infer<typeof MirrorTrouble>

export const MirrorStatus = z.strictObject({
  state: MirrorState,
  /** Null while all is well. */
  trouble: MirrorTrouble.nullable(),
  /** `host` or `host:port`, and the database's name; empty when off. */
  host: z.string(),
  database: z.string(),
  /** The server's schema is newer than ours: its jobs can be seen, nothing is written. */
  readOnly: z.boolean(),
  /** LISTEN works; without it (a connection pooler) jobs of others are seen a few seconds later. */
  listening: z.boolean(),
  /** Jobs whose last change or files the server has not heard of. */
  waiting: z.int(),
  /** Jobs of others that this computer has taken and not yet answered. */
  taken: z.int(),
  /** ISO 8601, UTC: when the server answered last; null before the first time. */
  lastContact: z.string().nullable(),
})
export type MirrorStatus = z.infer<typeof MirrorStatus>

/** How the connection is protected, in libpq's words where they fit: `disable`, `require` (encrypted, whoever it
 * is), `verify` (encrypted, and the certificate is checked). */
export const TlsMode = z.enum(['disable', 'require', 'verify'])
export type TlsMode = z.infer<typeof TlsMode>

/** Which files of a job go to Postgres: none, those up to 8 MiB, all. */
export const FilesPolicy = z.enum(['never', 'small', 'all'])
export type FilesPolicy = z.infer<typeof FilesPolicy>

/** A connection to try before it is set. */
export const MirrorAddress = z.strictObject({
  url: z.string(),
  tls: TlsMode,
  caFile: z.string().nullable(),
  /** Null: the one that is kept. */
  password: z.string().nullable(),
})
export type MirrorAddress = z.infer<typeof MirrorAddress>

/** What a look at a database found. Never holds a password. */
export const MirrorTest = z.discriminatedUnion('reachable', [
  z.strictObject({
    reachable: z.literal(true),
    host: z.string(),
    database: z.string(),
    /** `15.4`. */
    version: z.string(),
    encrypted: z.boolean(),
    /** Field-TM's table is there. */
    hasJobsTable: z.boolean(),
  }),
  z.strictObject({
    reachable: z.literal(false),
    host: z.string(),
    database: z.string(),
    trouble: MirrorTrouble,
    /** The server's or the socket's own words. */
    detail: z.string(),
  }),
])
export type MirrorTest = z.infer<typeof MirrorTest>
