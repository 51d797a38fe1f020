import { job } from '#test/renderer/harness/samples.ts'
import type { Feedback } from '#worker/api/feedback.ts'
import type { Job } from '#worker/api/jobs.ts'
import type { FolderLook } from '#worker/api/projects.ts'

export const folder = '/home/asha/Documents/maps/ward-5'

export const look: FolderLook = {
  folder,
  project: 'ward-5.qgz',
  title: 'Ward 5 water points',
  projects: 1,
  files: 34,
  size: 12_400_000,
  layers: 9,
  qgisVersion: '3.34.4-Prizren',
  deltas: {},
  error: null,
}

export const feedback = (patch: Partial<Feedback> = {}): Feedback => ({
  feedback_version: '2.0',
  workflow_version: '2.0',
  workflow_id: 'process_projectfile',
  workflow_name: 'Process Projectfile',
  steps: [],
  outputs: {},
  ...patch,
})

export const steps = (ids: string[], done: number, next: 'running' | 'failed' | 'waiting' = 'running') =>
  ids.map((id, index) => ({
    id,
    state: index < done ? ('done' as const) : index === done ? next : ('waiting' as const),
    ms: index < done ? 120 + 410 * index : null,
  }))

/** A job about the folder. */
export const about = (patch: Partial<Job>): Job => job({ title: 'ward-5', steps: [], ...patch })

export const rawLog = `Fieldpack 0.1.0, QGIS 3.22.16, GDAL 3.6.2
::<<<::6f1c0a7e-1111-4222-8333-444455556666 Start QGIS
::>>>::6f1c0a7e-1111-4222-8333-444455556666 2
::<<<::7a1c0a7e-1111-4222-8333-444455556666 Project Details
Layer "Wells" has an error with code "invalid_dataprovider"
::>>>::7a1c0a7e-1111-4222-8333-444455556666 2
`
