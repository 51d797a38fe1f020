import * as z from 'zod'
import {
  CloudAccount,
  CloudDelta,
  CloudJob,
  CloudLink,
  CloudPerson,
  CloudProject,
  CloudTarget,
  PersonRow,
  PushReceipt,
  SeenVersions,
  SyncChoice,
  SyncedFile,
  SyncPlan,
} from '#worker/api/cloud.ts'
import { DeltaStatus } from '#worker/api/deltas.ts'

const nothing = z.strictObject({})
const account = { accountId: z.string() }
const project = { ...account, projectId: z.string() }

/** What the worker answers about QFieldCloud. `calls.ts` has them with all others. */
export const cloudCalls = {
  'cloud.accounts': { input: nothing, output: z.array(CloudAccount) },
  /** Signs in, again too; the password is used once and kept nowhere. */
  'cloud.signIn': {
    input: z.strictObject({
      server: z.string().min(1).max(500),
      username: z.string().min(1).max(255),
      password: z.string().min(1).max(10_000),
    }),
    output: CloudAccount,
  },
  /** Forgets an account on this computer. The server is not told: that would sign out the user's phones too. */
  'cloud.forget': { input: z.strictObject(account), output: nothing },
  'cloud.projects': { input: z.strictObject(account), output: z.array(CloudProject) },
  /** What a folder is linked to; null before its first sync. */
  'cloud.link': { input: z.strictObject({ folder: z.string().min(1) }), output: CloudLink.nullable() },
  'cloud.unlink': { input: z.strictObject({ folder: z.string().min(1) }), output: nothing },
  /** Compares folder and server; changes nothing. */
  'cloud.plan': {
    input: z.strictObject({
      ...account,
      folder: z.string().min(1),
      target: CloudTarget,
      choices: z.record(z.string(), SyncChoice).default({}),
      seen: SeenVersions.default({}),
      download: z.boolean().default(true),
    }),
    output: SyncPlan,
  },
  /** The files of a sync job, as far as it has come. */
  'cloud.files': { input: z.strictObject({ jobId: z.string() }), output: z.array(SyncedFile) },
  /** Newest first, with what this computer kept of those that the server has forgotten. */
  'cloud.jobs': { input: z.strictObject(project), output: z.array(CloudJob) },
  'cloud.job': { input: z.strictObject({ ...project, id: z.string() }), output: CloudJob },
  'cloud.startJob': {
    input: z.strictObject({ ...project, type: z.enum(['package', 'process_projectfile']) }),
    output: z.strictObject({ job: CloudJob, joined: z.boolean() }),
  },
  'cloud.deltas': {
    input: z.strictObject({
      ...project,
      statuses: z.array(z.union([DeltaStatus, z.literal('busy')])).default([]),
      limit: z.int().min(1).max(100_000).default(5000),
    }),
    output: z.strictObject({ total: z.int(), deltas: z.array(CloudDelta) }),
  },
  'cloud.applyPending': { input: z.strictObject(project), output: nothing },
  /** Pushes a delta file of this computer, in steps that the server takes. */
  'cloud.pushDeltas': {
    input: z.strictObject({ ...project, file: z.string().min(1) }),
    output: z.array(PushReceipt),
  },
  /** Pushes deltas of the server once more, in their order. `dryRun` answers what would be pushed. */
  'cloud.reapply': {
    input: z.strictObject({
      ...project,
      uuids: z.array(z.string()).min(1),
      /** Those that came after the first of them as well. */
      andNewer: z.boolean().default(false),
      dryRun: z.boolean().default(false),
    }),
    output: z.strictObject({
      /** What is, or would be, sent, in its order. */
      deltas: z.array(CloudDelta),
      receipts: z.array(PushReceipt),
      /** Creates that failed and make what `deltas` change: without them these fail again. */
      needs: z.array(CloudDelta),
      /** Changes that failed and can be re-applied once these are. */
      dependents: z.array(CloudDelta),
    }),
  },
  'cloud.exportDeltas': {
    input: z.strictObject({ ...project, uuids: z.array(z.string()).min(1), out: z.string().min(1) }),
    output: z.strictObject({ file: z.string(), count: z.int() }),
  },
  'cloud.people': { input: z.strictObject(project), output: z.array(CloudPerson) },
  /** What a list of people (CSV) would change; nothing is changed. */
  'cloud.planPeople': {
    input: z.strictObject({ ...project, file: z.string().min(1) }),
    output: z.array(PersonRow),
  },
  /** Carries a plan out, row by row, and writes the sheet with the QR codes where `sheet` names a PDF. */
  'cloud.applyPeople': {
    input: z.strictObject({
      ...project,
      rows: z.array(PersonRow).max(2000),
      sheet: z.string().min(1).nullable().default(null),
    }),
    output: z.array(PersonRow),
  },
  /** Takes somebody off a project; their account, and what they have sent, stays. */
  'cloud.removePerson': {
    input: z.strictObject({ ...project, username: z.string().min(1) }),
    output: nothing,
  },
  /** The sheet of QR codes alone, for people who have their passwords. */
  'cloud.sheet': {
    input: z.strictObject({
      ...project,
      usernames: z.array(z.string()).min(1).max(2000),
      out: z.string().min(1),
    }),
    output: z.strictObject({ file: z.string() }),
  },
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>
