import { AppError, toErrorData, type AppErrorData, type ErrorCode } from '#worker/api/errors.ts'
import type { Hello } from '#worker/domain/qgis/protocol.ts'
import { listCandidates, type Candidate, type Surroundings } from '#worker/qgis/candidates.ts'

export interface Found {
  candidate: Candidate
  hello: Hello
  /** ISO 8601: when it was probed. */
  at: string
}

export interface Rejected {
  candidate: Candidate
  error: AppErrorData
}

export interface Finder {
  /**
   * The first candidate with a QGIS that is new enough. Kept until `forget`; a failure is not kept.
   *
   * @throws AppError qgis.missing, qgis.tooOld, qgis.startFailed: of the candidate that came nearest
   */
  find(setting: string | null): Promise<Found>
  forget(): void
}

export interface FinderParts {
  around: Surroundings
  probe(candidate: Candidate): Promise<Hello>
  now(): Date
}

/** Nearest first: what a person has to hear when nothing works. */
const nearness: ErrorCode[] = ['qgis.tooOld', 'qgis.startFailed', 'qgis.missing']

export function createFinder(parts: FinderParts): Finder {
  let kept: { setting: string | null; found: Promise<Found> } | null = null

  async function search(setting: string | null): Promise<Found> {
    const rejected: Rejected[] = []
    for (const candidate of listCandidates(setting, parts.around)) {
      try {
        const hello = await parts.probe(candidate)
        return { candidate, hello, at: parts.now().toISOString() }
      } catch (thrown) {
        rejected.push({ candidate, error: toErrorData(thrown) })
      }
    }
    throw nearest(rejected)
  }

  return {
    find(setting) {
      if (kept?.setting === setting) return kept.found
      const entry = { setting, found: search(setting) }
      kept = entry
      entry.found.catch(() => {
        if (kept === entry) kept = null
      })
      return entry.found
    },
    forget() {
      kept = null
    },
  }
}

function nearest(rejected: Rejected[]): AppError {
  const detail = rejected
    .map(({ candidate, error }) => error.detail ?? `${candidate.label}: ${error.code}`)
    .join('\n')
  const code = nearness.find((known) => rejected.some(({ error }) => error.code === known)) ?? 'qgis.missing'
  const params = rejected.find(({ error }) => error.code === code)?.error.params ?? {}
  return new AppError(code, params, detail === '' ? {} : { detail })
}
