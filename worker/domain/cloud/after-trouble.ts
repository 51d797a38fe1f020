import type { AppErrorData, ErrorCode } from '#worker/api/errors.ts'

type Trouble = Pick<AppErrorData, 'code' | 'params'>

/** Tries of one file in one attempt of its job. */
const mostTries = 5

/** Passing troubles of the way there. */
const ofTheWay: readonly ErrorCode[] = ['cloud.unreachable', 'cloud.busy']

/** Passing troubles of one file. */
const passing: readonly ErrorCode[] = [
  'cloud.notStored',
  'cloud.fileChanged',
  'cloud.broken',
  'project.changing',
]

/** Troubles that leave other files alone. */
const ofTheFile: readonly ErrorCode[] = [
  'cloud.tooLarge',
  'cloud.invalidName',
  'cloud.unsafeName',
  'cloud.failed',
  'cloud.exists',
  'cloud.otherProjectFile',
  'input.missing',
  'input.unreadable',
  'project.changed',
  'project.inUse',
]

/** A server that answers, and cannot do what it was asked: it may be this one file that it cannot take or give. */
export function isServerError({ code, params }: Trouble): boolean {
  return code === 'cloud.unreachable' && Number(params['status']) >= 500
}

/**
 * What follows when a file could not travel: it is tried `again`, given up (`skip`) while others go on, or the whole
 * job ends (`stop`): it waits for a connection, or for a person. Of a server error it is known by then that the server
 * answers other questions.
 *
 * @param tries those of this attempt, with the one that failed
 */
export function afterTrouble(trouble: Trouble, tries: number): 'again' | 'skip' | 'stop' {
  const { code } = trouble
  if (passing.includes(code) || isServerError(trouble)) return tries < mostTries ? 'again' : 'skip'
  if (ofTheWay.includes(code)) return tries < mostTries ? 'again' : 'stop'
  return ofTheFile.includes(code) ? 'skip' : 'stop'
}

/**
 * Milliseconds before the next try: what the server asked for, else doubling from one second with full jitter above a
 * half, up to 30 seconds.
 *
 * @param tries troubles in a row, at least 1
 * @param random in [0, 1)
 */
export function pauseAfter(tries: number, seconds: number | null, random: number): number {
  if (seconds !== null) return Math.min(300, Math.max(1, seconds)) * 1000
  const top = Math.min(30_000, 1000 * 2 ** (tries - 1))
  return Math.floor(top / 2 + (random * top) / 2)
}
