import * as z from 'zod'
import { DeltaMethod, DeltaSide, DeltaStatus } from '#worker/api/deltas.ts'
import { AppErrorData } from '#worker/api/errors.ts'
import { Finding } from '#worker/api/projects.ts'

/** A sign-in to one QFieldCloud. Its token is a secret and stands nowhere here. */
export const CloudAccount = z.strictObject({
  id: z.string(),
  /** `https://app.qfield.cloud`, without a path. */
  server: z.string(),
  username: z.string(),
  /** `expired`: the server does not take the token any more; `signedOut`: there is none on this computer. */
  state: z.enum(['signedIn', 'expired', 'signedOut']),
  expiresAt: z.string().nullable(),
  /** Organizations that the user may make projects in; empty before the first sign-in. */
  organizations: z.array(z.string()),
  /** What the server can, as far as it was seen. */
  can: z.strictObject({
    teams: z.boolean(),
    createUsers: z.boolean(),
    quota: z.boolean(),
    resumeDownloads: z.boolean(),
  }),
})
export type CloudAccount = z.infer<typeof CloudAccount>

export const CloudRole = z.enum(['admin', 'manager', 'editor', 'reporter', 'reader'])
export type CloudRole = z.infer<typeof CloudRole>

export const CloudProject = z.strictObject({
  id: z.string(),
  name: z.string(),
  owner: z.string(),
  description: z.string(),
  isPublic: z.boolean(),
  role: CloudRole.nullable(),
  /** `busy`, `failed` (no project file, or one that was not understood), `ok`. */
  status: z.string(),
  updatedAt: z.string(),
  needsRepackaging: z.boolean(),
})
export type CloudProject = z.infer<typeof CloudProject>

/** Which project of a server a folder belongs to. */
export const CloudLink = z.strictObject({
  folder: z.string(),
  accountId: z.string(),
  server: z.string(),
  projectId: z.string(),
  name: z.string(),
  owner: z.string(),
  /** When everything was last seen equal; null before the first sync. */
  syncedAt: z.string().nullable(),
})
export type CloudLink = z.infer<typeof CloudLink>

/** Where a folder goes: a project that is there, or one that is to be made. */
export const CloudTarget = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('project'), projectId: z.string() }),
  z.strictObject({
    kind: z.literal('new'),
    name: z.string().min(1).max(255),
    owner: z.string().min(1),
    description: z.string().max(4096).default(''),
    isPublic: z.boolean().default(false),
  }),
])
export type CloudTarget = z.infer<typeof CloudTarget>

/** What is to be done with one file. `same` files are counted and not listed. */
export const SyncFile = z.strictObject({
  name: z.string(),
  /**
   * `up`, `down`; `conflict`: it changed on both sides since the last sync; `missingHere`: it was deleted here, and
   * stays on the server unless somebody asks; `missingThere`: it was deleted on the server, and stays here.
   */
  action: z.enum(['up', 'down', 'conflict', 'missingHere', 'missingThere', 'refused']),
  /** Bytes of what travels; of a conflict the local one. */
  size: z.int(),
  isAttachment: z.boolean(),
  /** Of `refused`: why the server would not take it (a code of `finding.*`). */
  reason: z.string().nullable(),
  /** The ETag of what the server has; null where it has nothing. */
  there: z.string().nullable(),
  /** Of a conflict: another one of this plan that is decided for both, as with a Shapefile's files. */
  partOf: z.string().nullable(),
})
export type SyncFile = z.infer<typeof SyncFile>

export const SyncPlan = z.strictObject({
  folder: z.string(),
  target: CloudTarget,
  /** In the order in which they travel. */
  files: z.array(SyncFile),
  same: z.int(),
  upBytes: z.int(),
  downBytes: z.int(),
  /** At the speed that was last measured with this server; null when none was. */
  seconds: z.int().nullable(),
  /** Bytes that the owner has left; null where the server does not say. */
  quotaLeft: z.int().nullable(),
  findings: z.array(Finding),
})
export type SyncPlan = z.infer<typeof SyncPlan>

/** What to do with a file that differs on both sides. `keepBoth`: the server's comes down beside ours. */
export const SyncChoice = z.enum(['mine', 'theirs', 'keepBoth', 'skip'])
export type SyncChoice = z.infer<typeof SyncChoice>

/**
 * By file name, the server's version (`there` of the plan) that was seen when `mine` was chosen. Where it is another
 * one by now, both are kept: nobody has decided about that one.
 */
export const SeenVersions = z.record(z.string(), z.string())

export const SyncRequest = z.strictObject({
  folder: z.string().min(1),
  accountId: z.string(),
  target: CloudTarget,
  /** By file name; a conflict without one is kept both. */
  choices: z.record(z.string(), SyncChoice).default({}),
  seen: SeenVersions.default({}),
  /** Also bring what only the server has. */
  download: z.boolean().default(true),
  /** Have the server package it at the end. */
  makePackage: z.boolean().default(true),
  /** Bytes a second at most, both ways; null = as fast as it goes. */
  limitRate: z.int().positive().nullable().default(null),
})
export type SyncRequest = z.input<typeof SyncRequest>

export const SyncedFile = z.strictObject({
  name: z.string(),
  direction: z.enum(['up', 'down']),
  state: z.enum(['waiting', 'running', 'done', 'failed', 'skipped']),
  size: z.int(),
  attempts: z.int(),
  error: AppErrorData.nullable(),
})
export type SyncedFile = z.infer<typeof SyncedFile>

/** A job of QFieldCloud's, as this computer keeps it: the server forgets its log after a while. */
export const CloudJob = z.strictObject({
  id: z.string(),
  projectId: z.string(),
  type: z.string(),
  status: z.enum(['pending', 'queued', 'started', 'finished', 'stopped', 'failed']),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  updatedAt: z.string(),
  /** Raw; null before it is fetched. */
  feedback: z.unknown().nullable(),
  log: z.string().nullable(),
  /** The step that failed, and layers with an error code, first; empty when nothing did. */
  failedStep: z.string().nullable(),
  findings: z.array(Finding),
})
export type CloudJob = z.infer<typeof CloudJob>

/** What a finished sync came to. */
export const SyncResult = z.strictObject({
  folder: z.string(),
  projectId: z.string(),
  projectUrl: z.string(),
  uploaded: z.int(),
  downloaded: z.int(),
  skipped: z.int(),
  upBytes: z.int(),
  downBytes: z.int(),
  /** Files kept in two versions: what the other one is called. */
  keptBoth: z.array(z.strictObject({ name: z.string(), other: z.string() })),
  failed: z.array(SyncedFile),
  checkJob: CloudJob.nullable(),
  packageJob: CloudJob.nullable(),
})
export type SyncResult = z.infer<typeof SyncResult>

export const CloudDelta = z.strictObject({
  uuid: z.string(),
  deltaFileId: z.string(),
  createdBy: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  status: z.union([DeltaStatus, z.literal('busy')]),
  message: z.string(),
  method: DeltaMethod,
  layerId: z.string(),
  layerName: z.string(),
  old: DeltaSide.nullable(),
  new: DeltaSide.nullable(),
})
export type CloudDelta = z.infer<typeof CloudDelta>

/** What came of pushing one delta: the server is asked afterwards, since its answer to a push is empty. */
export const PushReceipt = z.strictObject({
  uuid: z.string(),
  /** The one that it replaces, where it is a re-application. */
  of: z.string().nullable(),
  /** Null: the server does not have it. */
  status: CloudDelta.shape.status.nullable(),
})
export type PushReceipt = z.infer<typeof PushReceipt>

export const CloudPerson = z.strictObject({
  username: z.string(),
  /** In the project; null = no collaborator of it. */
  role: CloudRole.nullable(),
  /** In the organization that owns it. */
  organizationRole: z.string().nullable(),
})
export type CloudPerson = z.infer<typeof CloudPerson>

/** One row of a list of people, and what is to be done with it. */
export const PersonRow = z.strictObject({
  row: z.int(),
  username: z.string(),
  email: z.string(),
  role: CloudRole,
  action: z.enum(['none', 'createUser', 'addMember', 'addCollaborator', 'changeRole']),
  /** Further actions that come after the first one. */
  also: z.array(z.enum(['addMember', 'addCollaborator', 'changeRole'])),
  /** Why nothing can be done; words `people.<problem>`. */
  problem: z.string().nullable(),
  /** After it was carried out. */
  done: z.boolean(),
  error: AppErrorData.nullable(),
})
export type PersonRow = z.infer<typeof PersonRow>
