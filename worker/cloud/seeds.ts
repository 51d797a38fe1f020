import { basename } from 'node:path'
import * as z from 'zod'
import { AppError } from '#worker/api/errors.ts'
import type { Probe } from '#worker/cloud/probe.ts'
import { ask, askJson, pageInstead, type Cloudy } from '#worker/cloud/request.ts'
import { save } from '#worker/cloud/save.ts'
import { isPage, type Answer } from '#worker/cloud/wire.ts'
import { isSafeName } from '#worker/domain/mirror/safe-name.ts'
import type { CloudClient } from '#worker/steps/cloud-port.ts'

/** Bytes; no XLSForm comes near it. */
const largestForm = 100 * 1024 * 1024

export function seedCalls(cloud: Cloudy, probe: Probe): Pick<CloudClient, 'seed' | 'seedForm'> {
  const seedOf = (projectId: string): string => `projects/${encodeURIComponent(projectId)}/seed`
  /** Only servers of 2026 make projects of something. */
  async function orNull<T>(read: () => Promise<T>): Promise<T | null> {
    if (!(await probe.isNew())) return null
    return read().catch((cause: unknown) => {
      if (cause instanceof AppError && cause.code === 'cloud.notFound') return null
      throw cause
    })
  }
  return {
    seed: (projectId) =>
      orNull(async () => {
        const asked = { path: seedOf(projectId) }
        return (await askJson(cloud, asked, z.record(z.string(), z.unknown()))).value
      }),
    seedForm: (projectId, target, signal) =>
      orNull(() => {
        const both = { ...cloud, signal: AbortSignal.any([cloud.signal, signal]) }
        return ask(both, { path: `${seedOf(projectId)}/xlsform` }, async (answer, waiting) => {
          if (isPage(answer)) throw pageInstead(cloud, answer)
          const name = nameOf(answer)
          const broken = (): AppError =>
            new AppError('cloud.broken', { host: new URL(cloud.address).host, file: name })
          await save(answer.body, target, {
            limit: largestForm,
            tooLarge: broken,
            check({ size }) {
              if (size === 0) throw broken()
            },
            signal: waiting.signal,
          })
          return name
        })
      }),
  }
}

/**
 * What an answer calls its file (RFC 6266), without folders.
 *
 * @throws AppError cloud.unsafeName: no Windows could store it
 */
function nameOf(answer: Answer): string {
  const told = answer.header('content-disposition') ?? ''
  const coded = /filename\*=utf-8''([^;]+)/i.exec(told)?.[1]
  const plain = /filename="?([^";]+)/i.exec(told)?.[1]
  const name = basename((coded === undefined ? plain : decoded(coded)) ?? 'xlsform.xlsx')
  if (!isSafeName(name)) throw new AppError('cloud.unsafeName', { file: name.slice(0, 200) })
  return name
}

/** As it is where it is not coded. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
