import * as z from 'zod'
import { AppError } from '#worker/api/errors.ts'
import { askJson, type Cloudy } from '#worker/cloud/request.ts'

/** What this server can, asked once: servers tell no version. */
export interface Probe {
  /** A server of 2026, which has `server/info/`, lists in an order that is asked for, and says 404 for what is not there. */
  isNew(): Promise<boolean>
  /** Whether an address is there for us. */
  has(path: string): Promise<boolean>
}

export function probeOf(cloud: Cloudy): Probe {
  const asked = new Map<string, Promise<boolean>>()
  const has: Probe['has'] = (path) => {
    const known = asked.get(path)
    if (known !== undefined) return known
    const work = answers(cloud, path)
    asked.set(path, work)
    // An answer that could not be had is asked for again.
    work.catch(() => asked.delete(path))
    return work
  }
  return { has, isNew: () => has('server/info') }
}

async function answers(cloud: Cloudy, path: string): Promise<boolean> {
  try {
    await askJson(cloud, { path }, z.unknown())
    return true
  } catch (cause) {
    // 500 is what older servers say to addresses that they do not know.
    const status = cause instanceof AppError ? cause.data.params['status'] : undefined
    if (status === 400 || status === 403 || status === 404 || status === 405 || status === 500) return false
    throw cause
  }
}

/**
 * A read of one thing. Servers of 2024 say `unknown_error` of much that is not there; on later ones it is an error.
 *
 * @throws AppError cloud.notFound for it
 */
export async function readOne<T>(probe: Probe, work: Promise<T>): Promise<T> {
  return work.catch(async (cause: unknown) => {
    if (!isUnknownError(cause) || (await probe.isNew())) throw cause
    throw new AppError('cloud.notFound', cause.data.params, { detail: cause.data.detail ?? '' })
  })
}

export function isUnknownError(cause: unknown): cause is AppError {
  return cause instanceof AppError && cause.data.params['told'] === 'unknown_error'
}
