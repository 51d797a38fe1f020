import * as z from 'zod'
import { CloudRole, type CloudProject } from '#worker/api/cloud.ts'
import { AppError } from '#worker/api/errors.ts'
import { isSafeName } from '#worker/domain/mirror/safe-name.ts'
import type {
  RemoteDelta,
  RemoteFile,
  RemoteJob,
  RemoteListing,
  RemoteVersion,
} from '#worker/steps/cloud-port.ts'

/** What servers of 2024 to 2026 answer, as far as it is used; what one year does not know may be missing. */
const text = z.string().nullish().catch(null)
const moment = z.string().nullish().catch(null)

export const Project = z
  .object({
    id: z.string(),
    name: z.string(),
    owner: z.string(),
    description: text,
    is_public: z.boolean().nullish(),
    private: z.boolean().nullish(),
    user_role: CloudRole.nullish().catch(null),
    status: text,
    created_at: moment,
    updated_at: moment,
    needs_repackaging: z.boolean().catch(true),
  })
  .transform((told): CloudProject => ({
    id: told.id,
    name: told.name,
    owner: told.owner,
    description: told.description ?? '',
    isPublic: told.is_public ?? told.private === false,
    role: told.user_role ?? null,
    status: told.status ?? 'ok',
    updatedAt: told.updated_at ?? told.created_at ?? '',
    needsRepackaging: told.needs_repackaging,
  }))

const ToldFile = z.object({
  name: z.string(),
  size: z.int().nonnegative(),
  md5sum: z.string(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/i)
    .nullish()
    .catch(null),
  is_attachment: z.boolean().nullish(),
})

/** @throws AppError cloud.unsafeName: a name that leads out of the project's folder, or that no Windows can store */
export const File = ToldFile.transform((told): RemoteFile => {
  if (!isSafeName(told.name)) throw new AppError('cloud.unsafeName', { file: told.name.slice(0, 200) })
  return fileOf(told)
})

/** Files, and the beginnings of names that none can have here. */
export const Listing = z.array(ToldFile).transform((all): RemoteListing => {
  const unsafe = all.filter(({ name }) => !isSafeName(name))
  return {
    files: all.filter(({ name }) => isSafeName(name)).map(fileOf),
    unsafe: unsafe.map(({ name }) => name.slice(0, 200)),
  }
})

function fileOf({ name, size, md5sum, sha256, is_attachment }: z.output<typeof ToldFile>): RemoteFile {
  return {
    name,
    size,
    etag: md5sum.replace(/^(W\/)?"|"$/g, '').toLowerCase(),
    sha256: sha256?.toLowerCase() ?? null,
    isAttachment: is_attachment ?? false,
  }
}

const Version = z.object({
  version_id: z.string(),
  size: z.int().nonnegative(),
  md5sum: z.string(),
  sha256: z.unknown().optional(),
  is_latest: z.boolean(),
  uploaded_at: moment,
  last_modified: text,
})

/** A file with all that the server keeps of it, newest first; its name is as the server tells it. */
export const Versions = z
  .object({ name: z.string(), is_attachment: z.boolean().nullish(), versions: z.array(Version) })
  .transform(({ name, is_attachment, versions }): { name: string; versions: RemoteVersion[] } => ({
    name,
    versions: versions
      .map((told) => ({
        ...fileOf(ToldFile.parse({ ...told, name, is_attachment })),
        id: told.version_id,
        uploadedAt: told.uploaded_at ?? isoOf(told.last_modified ?? ''),
        isLatest: told.is_latest,
      }))
      // What came in the same second stands there as it came.
      .toReversed()
      .sort(
        (a, b) =>
          Number(b.isLatest) - Number(a.isLatest) ||
          (b.uploadedAt ?? '').localeCompare(a.uploadedAt ?? '', 'en'),
      ),
  }))

/** Of `23.09.2024 10:11:12 UTC`, as files' moments are written; null of anything else. */
function isoOf(written: string): string | null {
  const [, day, month, year, time] = /^(\d\d)\.(\d\d)\.(\d{4}) (\d\d:\d\d:\d\d) UTC$/.exec(written) ?? []
  return day === undefined ? null : `${year}-${month}-${day}T${time}Z`
}

export const Package = z.object({ files: z.array(File), packaged_at: moment })

export const Job = z
  .object({
    id: z.string(),
    project_id: z.string(),
    type: z.string(),
    status: z.enum(['pending', 'queued', 'started', 'finished', 'stopped', 'failed']),
    created_at: z.string(),
    started_at: moment,
    finished_at: moment,
    updated_at: moment,
    feedback: z.unknown().optional(),
    output: text,
  })
  .transform((told): RemoteJob => ({
    id: told.id,
    projectId: told.project_id,
    type: told.type,
    status: told.status,
    createdAt: told.created_at,
    startedAt: told.started_at ?? null,
    finishedAt: told.finished_at ?? null,
    updatedAt: told.updated_at ?? told.created_at,
    feedback: told.feedback ?? null,
    log: told.output ?? null,
  }))

export const Delta = z
  .object({
    id: z.string(),
    deltafile_id: text,
    // Its name, or on some servers its number.
    created_by: z.union([z.string(), z.number()]).nullish(),
    created_at: z.string(),
    updated_at: moment,
    status: z.string(),
    output: text,
    content: z.unknown().optional(),
  })
  .transform((told): RemoteDelta => ({
    uuid: told.id,
    deltaFileId: told.deltafile_id ?? '',
    createdBy: String(told.created_by ?? ''),
    createdAt: told.created_at,
    updatedAt: told.updated_at ?? told.created_at,
    status: told.status.replace(/^STATUS_/, '').toLowerCase(),
    message: told.output ?? '',
    content: told.content,
  }))

export const Subscription = z.object({
  storage_used_bytes: z.number().nonnegative(),
  active_storage_total_bytes: z.number().nonnegative(),
})
