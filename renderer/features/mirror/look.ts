import type { SecretsState } from '#electron/api/secrets.ts'
import type { IconName } from '#renderer/ui/icon.tsx'
import type { Tone } from '#renderer/ui/status.tsx'
import type { MirrorState, MirrorStatus } from '#worker/api/mirror.ts'

export interface MirrorLook {
  tone: Tone
  icon: IconName
  word: Exclude<MirrorState, 'off'> | 'readOnly' | 'password'
}

const looks: Record<Exclude<MirrorState, 'off'>, MirrorLook> = {
  connecting: { tone: 'busy', icon: 'retry', word: 'connecting' },
  connected: { tone: 'good', icon: 'check', word: 'connected' },
  offline: { tone: 'neutral', icon: 'off', word: 'offline' },
  unreachable: { tone: 'warn', icon: 'alert', word: 'unreachable' },
  refused: { tone: 'bad', icon: 'cross', word: 'refused' },
}

/** How the mirror's state is shown; null while it is off. */
export function lookOfMirror(status: MirrorStatus, secrets: SecretsState | undefined): MirrorLook | null {
  if (status.state === 'off') return null
  // A server that lets nobody in without a password was not told one: that is for the user to mend, here.
  if (status.state !== 'connected' && isPasswordNeeded(secrets))
    return { tone: 'warn', icon: 'alert', word: 'password' }
  if (status.state === 'connected' && status.readOnly)
    return { tone: 'warn', icon: 'alert', word: 'readOnly' }
  return looks[status.state]
}

/** There was a password, and it has to be typed again. */
export function isPasswordNeeded(secrets: SecretsState | undefined): boolean {
  return secrets?.postgres === 'ask' || secrets?.postgres === 'lost'
}

/** There is a password that the worker knows. */
export function isPasswordKept(secrets: SecretsState | undefined): boolean {
  return secrets !== undefined && secrets.postgres !== 'none' && !isPasswordNeeded(secrets)
}
