import type { CloudProject, CloudRole } from '#worker/api/cloud.ts'

/** A file as a project of QFieldCloud has it. */
export interface RemoteFile {
  /** Safe as a path below a folder of ours, with forward slashes. */
  name: string
  /** Bytes. */
  size: number
  /** The server's `md5sum`: hex of the md5, or of the md5s of 8 MiB parts with `-N`. */
  etag: string
  /** Hex, where the server tells it. */
  sha256: string | null
  isAttachment: boolean
}

export interface RemoteListing {
  files: RemoteFile[]
  /** Names that lead out of a folder, or that no Windows can store: of no file that could come here. */
  unsafe: string[]
}

/** One of the contents that a file had, as far as the server keeps them. */
export interface RemoteVersion extends RemoteFile {
  id: string
  /** When it was uploaded, ISO; null where the server does not say. */
  uploadedAt: string | null
  /** Whether it is what the file is now. */
  isLatest: boolean
}

/** A job as the server tells of it. */
export interface RemoteJob {
  id: string
  projectId: string
  type: string
  status: 'pending' | 'queued' | 'started' | 'finished' | 'stopped' | 'failed'
  createdAt: string
  startedAt: string | null
  /** Null for jobs that fail in the normal way, too: `updatedAt` says when. */
  finishedAt: string | null
  updatedAt: string
  /** Null in lists. */
  feedback: unknown
  log: string | null
}

export interface RemoteDelta {
  uuid: string
  deltaFileId: string
  createdBy: string
  createdAt: string
  updatedAt: string
  /** `STATUS_APPLIED` and so on in lower case without its prefix. */
  status: string
  message: string
  content: unknown
}

export interface Moving {
  signal: AbortSignal
  /** Bytes so far, of this file. */
  onBytes?: (bytes: number) => void
  /** Bytes a second at most; null = as fast as it goes. */
  limitRate?: number | null
}

/** A signed-in QFieldCloud. Every method rejects with AppError `cloud.*`, or with the signal's reason. */
export interface CloudClient {
  readonly server: string
  readonly username: string
  organizations(): Promise<string[]>
  projects(): Promise<CloudProject[]>
  project(id: string): Promise<CloudProject>
  createProject(project: {
    name: string
    owner: string
    description: string
    isPublic: boolean
  }): Promise<CloudProject>
  changeProject(id: string, change: { description?: string; isPublic?: boolean }): Promise<CloudProject>
  deleteProject(id: string): Promise<void>
  /** Sends an image of at most 5 MB; whether the server has thumbnails at all: those of 2024 have none. */
  setThumbnail(projectId: string, path: string, how: Moving): Promise<boolean>
  /** What a project was made of, as the server tells it; null without a seed, and where there are none. */
  seed(projectId: string): Promise<Record<string, unknown> | null>
  /** Fetches the XLSForm that a project was made of to `target`, and answers its own name; null like `seed`. */
  seedForm(projectId: string, target: string, signal: AbortSignal): Promise<string | null>
  listing(projectId: string): Promise<RemoteListing>
  /** Those that could come here. */
  files(projectId: string): Promise<RemoteFile[]>
  /** One file, without the whole list where the server knows how. */
  file(projectId: string, name: string): Promise<RemoteFile>
  /** Sends one file; whether it is there whole is for the caller to see in the list. */
  upload(projectId: string, name: string, path: string, how: Moving): Promise<void>
  /** Goes on where an earlier try broke off (`<target>.part`), and is what the list says or fails. */
  download(projectId: string, file: RemoteFile, target: string, how: Moving): Promise<void>
  deleteFile(projectId: string, name: string): Promise<void>
  /** Newest first. */
  versions(projectId: string, name: string): Promise<RemoteVersion[]>
  downloadVersion(projectId: string, version: RemoteVersion, target: string, how: Moving): Promise<void>
  /** Deletes an old one; the latest is refused: without it the file would be another, or none. */
  deleteVersion(projectId: string, version: RemoteVersion): Promise<void>
  /** The latest package's files and when it was made; null when there is none. */
  latestPackage(projectId: string): Promise<{ files: RemoteFile[]; packagedAt: string | null } | null>
  downloadPackaged(projectId: string, file: RemoteFile, target: string, how: Moving): Promise<void>
  /** Newest first, without feedback and log. */
  jobs(projectId: string): Promise<RemoteJob[]>
  job(id: string): Promise<RemoteJob>
  /** `joined`: one that was waiting already. */
  startJob(
    projectId: string,
    type: 'package' | 'process_projectfile',
  ): Promise<{ job: RemoteJob; joined: boolean }>
  /** Newest first. */
  deltas(
    projectId: string,
    page: { limit: number; offset: number },
  ): Promise<{ deltas: RemoteDelta[]; total: number | null }>
  deltasOfFile(projectId: string, deltaFileId: string): Promise<RemoteDelta[]>
  /** Pushes one delta file, of at most 500 deltas; the answer is empty. */
  pushDeltas(projectId: string, text: string): Promise<void>
  applyPending(projectId: string): Promise<void>
  collaborators(projectId: string): Promise<{ username: string; role: CloudRole }[]>
  setCollaborator(projectId: string, username: string, role: CloudRole, isNew: boolean): Promise<void>
  removeCollaborator(projectId: string, username: string): Promise<void>
  members(organization: string): Promise<{ username: string; role: string }[]>
  addMember(organization: string, username: string, role: string): Promise<void>
  teams(organization: string): Promise<string[]>
  teamMembers(organization: string, team: string): Promise<string[]>
  /** Who is in another team of any organization is refused, without a reason. */
  addTeamMember(organization: string, team: string, username: string): Promise<void>
  removeTeamMember(organization: string, team: string, username: string): Promise<void>
  findUsers(query: string): Promise<string[]>
  createUser(user: { username: string; password: string; email: string }): Promise<void>
  /** Bytes; null where the server does not say. */
  quota(owner: string): Promise<{ used: number; total: number } | null>
  capabilities(): Promise<{ teams: boolean; createUsers: boolean; quota: boolean; resumeDownloads: boolean }>
}
