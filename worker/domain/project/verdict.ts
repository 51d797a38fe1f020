import type { AppErrorData } from '#worker/api/errors.ts'
import type { OpenedProject } from '#worker/domain/project/opened.ts'

export interface Verdict {
  /** How QFieldCloud's process_projectfile would end. */
  job: 'finished' | 'failed'
  /** Layers that its packager would leave out with no more than a warning: names. */
  lost: string[]
}

/**
 * QFieldCloud's job fails only where there is no one project that opens; layers that do not open are told and left out
 * of packages, but for web maps and localized files, which are kept as they are.
 */
export function verdictOf(opened: OpenedProject | null, error: AppErrorData | null): Verdict {
  if (opened === null || error !== null) return { job: 'failed', lost: [] }
  const lost = opened.layers.filter(
    ({ isValid, isLocalized, type, isOnline, cloudAction }) =>
      !isValid && !isLocalized && !(type === 'raster' && isOnline) && cloudAction !== 'remove',
  )
  return { job: 'finished', lost: lost.map(({ name }) => name) }
}
