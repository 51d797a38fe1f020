import * as z from 'zod'
import { Job } from '#worker/api/jobs.ts'
import type { Settings } from '#worker/api/settings.ts'
import type { Method, Output } from '#worker/api/calls.ts'

/** Paths that the worker itself named: the page may use them in its next call. */
export interface Known {
  files: string[]
  folders: string[]
}

const none: Known = { files: [], folders: [] }

/**
 * Paths in the worker's answers that are grants. A job's request can only hold paths that were granted when
 * it was asked for, or that the user typed on the command line.
 */
const knownOf: { [M in Method]?: (output: Output<M>) => Known } = {
  'app.info': (info) => ({ files: [], folders: [info.projectsFolder] }),
  // The folder that a full disk is shown in.
  'doctor.run': (report) => ({
    files: [],
    folders: report.findings.flatMap(({ mends }) =>
      mends.flatMap((mend) => (mend.kind === 'freeDisk' ? [mend.folder] : [])),
    ),
  }),
  'settings.get': ofSettings,
  'settings.set': ofSettings,
  'project.suggest': (suggestion) => ({ files: [], folders: [suggestion.folder] }),
  'samples.list': (sample) => ({ files: [sample.form, sample.features, sample.tasks], folders: [] }),
  // Whoever names a project file means the project, which is its folder.
  'folder.look': (look) => ({ files: [], folders: [look.folder] }),
  'folder.mend': (mended) => ({ files: [], folders: [mended.folder] }),
  'deltas.export': (exported) => ({ files: [exported.file], folders: [] }),
  'jobs.generate': knownOfJob,
  'jobs.check': knownOfJob,
  'jobs.package': knownOfJob,
  'jobs.applyDeltas': knownOfJob,
  'jobs.get': knownOfJob,
  'jobs.retry': knownOfJob,
  'jobs.cancel': knownOfJob,
  'jobs.list': (jobs) => join(jobs.map(knownOfJob)),
}

/** Grants in the worker's answer to `method`. */
export function knownInAnswer(method: Method, output: unknown): Known {
  const known = knownOf[method] as ((output: unknown) => Known) | undefined
  return known?.(output) ?? none
}

/** Grants in an event of the worker. */
export function knownInEvent(name: string, payload: unknown): Known {
  const job = name === 'job.changed' ? Job.safeParse(payload) : null
  return job?.success === true ? knownOfJob(job.data) : none
}

/** What a package's job made beside its folder. */
const Zipped = z.looseObject({ zip: z.string() })

/** Grants in a job: its inputs as files, the project's and the made folder as folders, and a package's zip. */
function knownOfJob(job: Job): Known {
  const { form, features, tasks, aoi, basemap, folder, files, out } = job.request
  const made = { files: strings([form, features, tasks, aoi, basemap]), folders: strings([out]) }
  // What somebody else's job calls a project's folder was never named here.
  if (job.origin !== null) return made
  const zip = Zipped.safeParse(job.result).data?.zip
  const deltas = Array.isArray(files) ? files : []
  return join([made, { files: strings([...deltas, zip]), folders: strings([folder]) }])
}

function ofSettings(settings: Settings): Known {
  return {
    files: strings([settings.qgisPython, settings.postgresCaFile]),
    folders: strings([settings.projectsFolder]),
  }
}

function join(all: readonly Known[]): Known {
  return { files: all.flatMap((known) => known.files), folders: all.flatMap((known) => known.folders) }
}

function strings(values: readonly unknown[]): string[] {
  return values.filter((value) => typeof value === 'string')
}
