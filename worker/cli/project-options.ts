import { readFile } from 'node:fs/promises'
import { AppError } from '#worker/api/errors.ts'
import { noSecrets, type Secrets } from '#worker/api/messages.ts'

/** Options that every command about a project's folder takes. */
export const projectOptions = {
  offline: { type: 'boolean' },
  'pg-service': { type: 'string' },
} as const

/**
 * Secrets for a project's job: `--pg-service FILE` names a pg_service.conf.
 *
 * @throws AppError usage when it cannot be read
 */
export async function secretsOf(values: { 'pg-service'?: string | undefined }): Promise<Secrets> {
  const file = values['pg-service']
  if (file === undefined) return noSecrets
  try {
    return { ...noSecrets, services: await readFile(file, 'utf8') }
  } catch (cause) {
    throw new AppError('usage', { why: `${file} cannot be read` }, { cause })
  }
}
