import { folderOf, isFolderJob } from '#renderer/features/folder/outcome.ts'
import { resultOf } from '#renderer/features/jobs/result.ts'
import type { Job } from '#worker/api/jobs.ts'

export interface RecentFolder {
  folder: string
  title: string
  /** When something was last done with it; ISO 8601. */
  at: string
}

const most = 8

/** The folders of the newest jobs, each once: projects that were built here, and those that were opened. */
export function recentFolders(jobs: Job[]): RecentFolder[] {
  const recent = new Map<string, RecentFolder>()
  for (const job of jobs) {
    const folder = isFolderJob(job) ? folderOf(job) : (resultOf(job)?.folder ?? null)
    if (folder === null || job.origin !== null || recent.has(folder)) continue
    recent.set(folder, { folder, title: job.title, at: job.createdAt })
    if (recent.size === most) break
  }
  return [...recent.values()]
}
