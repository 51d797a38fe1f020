import type { JobStep } from '#worker/api/jobs.ts'

/** A step as its job type announces it; weights are relative to each other. */
export interface StepPlan {
  id: string
  weight: number
}

/** How far a run is. Immutable: every change is a new track. */
export interface Track {
  plan: readonly StepPlan[]
  steps: JobStep[]
  /** Index of the running step; -1 before the first and after the last. */
  current: number
  /** Milliseconds of a monotonic clock, when the running step began. */
  since: number
  /** 0..1 over the whole job; never goes back. */
  overall: number
}

/** Every step as it stands before a run. */
export function waitingSteps(ids: readonly string[]): JobStep[] {
  return ids.map((id) => ({ id, state: 'waiting', ms: null }))
}

export function startTrack(plan: readonly StepPlan[]): Track {
  return { plan, steps: waitingSteps(plan.map((step) => step.id)), current: -1, since: 0, overall: 0 }
}

/**
 * The step before is done, `id` runs. A step that came earlier in the plan may run again; an id that the plan
 * does not have is a mistake in the runner.
 */
export function enterStep(track: Track, id: string, at: number): Track {
  const index = track.plan.findIndex((step) => step.id === id)
  if (index < 0) throw new Error(`The job's plan has no step "${id}".`)
  const left = endStep(track, 'done', at)
  const steps = left.steps.with(index, { id, state: 'running', ms: null })
  return reach({ ...left, steps, current: index, since: at }, 0)
}

/** The running step is at `value`, 0..1; anything else than a number is ignored. */
export function advance(track: Track, value: number): Track {
  if (track.current < 0 || Number.isNaN(value)) return track
  return reach(track, Math.min(1, Math.max(0, value)))
}

/** Ends the running step, if there is one. */
export function endStep(track: Track, state: 'done' | 'failed', at: number): Track {
  const running = track.steps[track.current]
  if (running === undefined) return track
  const ended: JobStep = { id: running.id, state, ms: Math.max(0, Math.round(at - track.since)) }
  const steps = track.steps.with(track.current, ended)
  return { ...(state === 'done' ? reach(track, 1) : track), steps, current: -1 }
}

function reach(track: Track, inside: number): Track {
  const total = track.plan.reduce((sum, step) => sum + step.weight, 0)
  const before = track.plan.slice(0, track.current).reduce((sum, step) => sum + step.weight, 0)
  const done = before + (track.plan[track.current]?.weight ?? 0) * inside
  return { ...track, overall: Math.min(1, Math.max(track.overall, total > 0 ? done / total : 0)) }
}
