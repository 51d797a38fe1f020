import type { FolderTab } from '#renderer/features/folder/opened-context.tsx'
import type { Draft } from '#renderer/features/project/draft.ts'
import type { Screen } from '#renderer/features/shell/screen.tsx'
import { everyday } from '#test/renderer/harness/everyday.ts'
import type { Script } from '#test/renderer/harness/fake.ts'
import { folder } from '#test/renderer/harness/sample-folder.ts'
import * as samples from '#test/renderer/harness/samples.ts'
import type { Job } from '#worker/api/jobs.ts'

export interface Scene {
  screen: Screen
  script: Script
  draft?: Partial<Draft>
  /** The project that is open. */
  opened?: { path: string; tab: FolderTab }
}

/** An opened project with these jobs. */
export const opened = (tab: FolderTab, jobs: Job[], more: Script = {}): Scene => ({
  screen: { name: 'folder' },
  opened: { path: folder, tab },
  script: { ...everyday, 'jobs.list': () => [...jobs, ...samples.jobs()], ...more },
})

/** The screen of one job. */
export const jobScene = (job: Job, more: Script = {}): Scene => ({
  screen: { name: 'job', id: job.id },
  script: { ...everyday, 'jobs.get': job, ...more },
})

/** A healthy app in which this question is not answered yet. */
export function without(method: keyof Script): Script {
  const { [method]: _left, ...rest } = everyday
  return rest
}
