import { execa } from 'execa'
import { AppError } from '#worker/api/errors.ts'
import { Hello } from '#worker/domain/qgis/protocol.ts'
import { redact } from '#worker/domain/redact.ts'
import type { Candidate } from '#worker/qgis/candidates.ts'
import { launchOf } from '#worker/qgis/launch.ts'
import { placeFor } from '#worker/qgis/place.ts'

/** QGIS 3.22, the long-term release that Debian 12 ships. */
const minimum = { int: 32200, version: '3.22' }

const timeLimitMs = 20_000

/**
 * Asks a candidate which QGIS it belongs to.
 *
 * @param scratch a folder that the probe may fill
 * @throws AppError qgis.missing (no Python there, or one without QGIS), qgis.startFailed, qgis.tooOld; job.interrupted once `signal` fires
 */
export async function probe(
  candidate: Candidate,
  resourcesDir: string,
  scratch: string,
  signal: AbortSignal,
): Promise<Hello> {
  const launch = launchOf(candidate, 'probe.py', [], placeFor(resourcesDir, scratch))
  const result = await execa(launch.command, launch.args, {
    cwd: scratch,
    env: launch.env,
    extendEnv: false,
    stdin: 'ignore',
    reject: false,
    timeout: timeLimitMs,
    cancelSignal: signal,
    killSignal: 'SIGKILL',
    killDescendants: true,
  })
  const detail = `${candidate.label}: ${redact(result.stderr).slice(-4000) || (result.shortMessage ?? '')}`
  if (result.isCanceled) throw new AppError('job.interrupted')
  if (result.timedOut) {
    throw new AppError('qgis.startFailed', { path: candidate.label, cause: `timeout` }, { detail })
  }
  const hello = readHello(result.stdout)
  if (hello === null) {
    const absent = result.code === 'ENOENT' || /No module named '?(qgis|osgeo)\b/.test(result.stderr)
    const cause = result.signal ?? `exit code ${result.exitCode}`
    throw absent
      ? new AppError('qgis.missing', { path: candidate.label }, { detail })
      : new AppError('qgis.startFailed', { path: candidate.label, cause }, { detail })
  }
  if (hello.qgisInt < minimum.int) {
    throw new AppError('qgis.tooOld', {
      path: candidate.label,
      version: hello.qgis,
      minimum: minimum.version,
    })
  }
  return hello
}

function readHello(stdout: string): Hello | null {
  const line = stdout.split(/\r?\n/).findLast((text) => text.startsWith('{'))
  if (line === undefined) return null
  try {
    return Hello.safeParse(JSON.parse(line)).data ?? null
  } catch {
    return null
  }
}
