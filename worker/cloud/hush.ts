import { redact } from '#worker/domain/redact.ts'

/** The text without these secrets, and without what looks like one. */
export function hush(text: string, secrets: readonly string[]): string {
  return redact(
    secrets.reduce((clean, secret) => (secret === '' ? clean : clean.replaceAll(secret, '***')), text),
  )
}
