import type { Job, JobState } from '#worker/api/jobs.ts'
import { JobState as states } from '#worker/api/jobs.ts'
import { MirrorState, type MirrorStatus } from '#worker/api/mirror.ts'
import { exposition, type Family } from '#worker/domain/http/exposition.ts'
import type { MirrorCounters } from '#worker/mirror/counters.ts'

export interface Standing {
  /** Of the ledger: how many jobs are in each state. */
  jobs: Partial<Record<JobState, number>>
  mirror: MirrorStatus
  counters: MirrorCounters
  sessions: number
}

interface Durations {
  type: string
  outcome: string
  seconds: number
  count: number
}

/** Measures jobs from the worker's events, and tells it all as Prometheus wants it. */
export function createMeter() {
  const running = new Set<string>()
  const durations = new Map<string, Durations>()

  /** A job changed: each run is counted once, when it ends. */
  function observe({ id, type, state, startedAt, finishedAt }: Job): void {
    if (state === 'started') running.add(id)
    if (startedAt === null || finishedAt === null || !running.delete(id)) return
    const key = `${type} ${state}`
    const sum = durations.get(key) ?? { type, outcome: state, seconds: 0, count: 0 }
    // The clock may have been set back meanwhile.
    sum.seconds += Math.max(0, Date.parse(finishedAt) - Date.parse(startedAt)) / 1000
    sum.count += 1
    durations.set(key, sum)
  }

  function text(standing: Standing): string {
    return exposition([
      ...jobFamilies(standing, [...durations.values()]),
      ...mirrorFamilies(standing),
      gauge('fieldpack_qgis_sessions', 'QGIS sessions that may work side by side.', standing.sessions),
    ])
  }

  return { observe, text }
}

function jobFamilies({ jobs }: Standing, durations: Durations[]): Family[] {
  return [
    {
      name: 'fieldpack_jobs',
      help: 'Jobs in the ledger by state.',
      type: 'gauge',
      samples: states.options.map((state) => ({ labels: { state }, value: jobs[state] ?? 0 })),
    },
    {
      name: 'fieldpack_job_duration_seconds',
      help: 'Time from the start of a run to the end of its job.',
      type: 'summary',
      samples: durations.flatMap(({ type, outcome, seconds, count }) => [
        { suffix: '_sum', labels: { type, outcome }, value: seconds },
        { suffix: '_count', labels: { type, outcome }, value: count },
      ]),
    },
  ]
}

function mirrorFamilies({ mirror, counters }: Standing): Family[] {
  return [
    {
      name: 'fieldpack_mirror_state',
      help: 'How the database stands: 1 for the present state.',
      type: 'gauge',
      samples: MirrorState.options.map((state) => ({
        labels: { state },
        value: state === mirror.state ? 1 : 0,
      })),
    },
    gauge('fieldpack_mirror_waiting', 'Jobs that the database has not heard all of.', mirror.waiting),
    gauge('fieldpack_mirror_taken', 'Jobs of others that are not answered yet.', mirror.taken),
    counter('fieldpack_mirror_claims_total', 'Jobs of others that were taken.', counters.claims),
    counter(
      'fieldpack_mirror_reconnects_total',
      'Connections after the first.',
      Math.max(0, counters.connects - 1),
    ),
    counter('fieldpack_mirror_file_bytes_total', 'Bytes of files to and from the database.', counters.bytes),
  ]
}

function gauge(name: string, help: string, value: number): Family {
  return { name, help, type: 'gauge', samples: [{ value }] }
}

function counter(name: string, help: string, value: number): Family {
  return { name, help, type: 'counter', samples: [{ value }] }
}
