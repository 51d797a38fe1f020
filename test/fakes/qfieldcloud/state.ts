import { randomUUID } from 'node:crypto'
import type { QgisFile } from '#test/fakes/qfieldcloud/qgis-file.ts'

/** Servers of September 2024 and of August 2026. */
export type Profile = '2024' | '2026'

export const roles = ['reader', 'reporter', 'editor', 'manager', 'admin'] as const
export type Role = (typeof roles)[number]

export interface Account {
  pk: number
  username: string
  /** 1 a person, 2 an organization. */
  type: 1 | 2
  password: string
  email: string
  firstName: string
  lastName: string
  staff: boolean
  plan: {
    code: string
    storageBytes: number
    maxMembers: number
    active: boolean
    externalDatabases: boolean
  }
  /** Of an organization only. */
  owner?: string
  members: Map<string, { role: string; isPublic: boolean }>
  teams: Map<string, Set<string>>
}

export interface Token {
  username: string
  client: string
  expiresAt: number
}

/** One stored content; its bytes are in a file of the server's own. */
export interface Blob {
  path: string
  size: number
  etag: string
  sha256: string
}

export interface FileVersion extends Blob {
  id: string
  at: number
  by: string
  /** What the list says instead of the truth. */
  told: { size?: number; sha256?: string }
  qgis: QgisFile | null
}

export interface Project {
  id: string
  name: string
  owner: string
  description: string
  isPublic: boolean
  overwriteConflicts: boolean
  restrictedFiles: boolean
  createdAt: number
  updatedAt: number
  dataUpdatedAt: number | null
  dataPackagedAt: number | null
  attachmentDirs: string[]
  /** By name, each with its newest version last. */
  files: Map<string, FileVersion[]>
  /** What the last `process_projectfile` found; null after one that failed. */
  details: object | null
  hasOnlineVectorData: boolean | null
  collaborators: Map<string, { role: Role; by: string; at: number }>
  packages: Package[]
  seed: Record<string, unknown> | null
  xlsform: { name: string; blob: Blob } | null
  thumbnail: Blob | null
}

export interface Package {
  jobId: string
  by: string
  at: number
  files: Map<string, Blob>
  layers: object
}

export type JobType = 'package' | 'process_projectfile' | 'delta_apply' | 'create_project'
export type JobStatus = 'pending' | 'queued' | 'started' | 'finished' | 'failed'

export interface Job {
  id: string
  type: JobType
  projectId: string
  by: string
  status: JobStatus
  createdAt: number
  updatedAt: number
  startedAt: number | null
  finishedAt: number | null
  feedback: object | null
  output: string | null
  /** Of a `delta_apply` job. */
  deltas: Delta[]
}

export type DeltaStatus =
  'pending' | 'started' | 'applied' | 'conflict' | 'not_applied' | 'error' | 'ignored' | 'unpermitted'

export interface DeltaContent {
  uuid: string
  clientId: string
  localPk: string
  localLayerId: string
  sourcePk: string
  sourceLayerId: string
  method: 'create' | 'patch' | 'delete'
  [more: string]: unknown
}

export interface Delta {
  id: string
  deltafileId: string
  projectId: string
  by: string
  createdAt: number
  updatedAt: number
  status: DeltaStatus
  feedback: object | null
  content: DeltaContent
  /** How often a job has applied it: more than once doubles a feature. */
  timesApplied: number
}

export interface CloudState {
  profile: Profile
  /** Where bytes are kept. */
  folder: string
  now: () => number
  accounts: Map<string, Account>
  tokens: Map<string, Token>
  failures: Map<string, { count: number; at: number }>
  projects: Map<string, Project>
  jobs: Map<string, Job>
  deltas: Map<string, Delta>
  /** Delta files that were refused, as servers of 2026 keep them. */
  faultyDeltaFiles: string[]
}

export function newAccount(pk: number, given: Partial<Account> & { username: string }): Account {
  return {
    pk,
    type: 1,
    password: '',
    email: `${given.username}@example.org`,
    firstName: '',
    lastName: '',
    staff: false,
    plan: {
      code: 'community',
      storageBytes: 100_000_000_000,
      maxMembers: 5,
      active: true,
      externalDatabases: false,
    },
    members: new Map(),
    teams: new Map(),
    ...given,
  }
}

export function newProject(now: number, given: Partial<Project> & { name: string; owner: string }): Project {
  return {
    id: randomUUID(),
    description: '',
    isPublic: false,
    overwriteConflicts: true,
    restrictedFiles: false,
    createdAt: now,
    updatedAt: now,
    dataUpdatedAt: null,
    dataPackagedAt: null,
    attachmentDirs: ['DCIM'],
    files: new Map(),
    details: null,
    hasOnlineVectorData: null,
    collaborators: new Map(),
    packages: [],
    seed: null,
    xlsform: null,
    thumbnail: null,
    ...given,
  }
}

/** Bytes that an owner's files take, old versions and packages' own files left out of none but the packages. */
export function storageUsed({ projects }: CloudState, owner: string): number {
  let used = 0
  for (const project of projects.values())
    if (project.owner === owner)
      for (const versions of project.files.values()) for (const { size } of versions) used += size
  return used
}

export const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())
