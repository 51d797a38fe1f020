import type { IconName } from '#renderer/ui/icon.tsx'
import type { Tone } from '#renderer/ui/status.tsx'
import type { Finding } from '#worker/api/doctor.ts'

/** How a finding's state is shown. What is optional is never alarming. */
export function lookOfFinding({ state, optional }: Finding): { tone: Tone; icon: IconName } {
  switch (state) {
    case 'ok':
      return { tone: 'good', icon: 'check' }
    case 'off':
      return { tone: 'neutral', icon: 'off' }
    case 'warning':
      return { tone: 'warn', icon: 'alert' }
    case 'missing':
      return optional ? { tone: 'neutral', icon: 'off' } : { tone: 'bad', icon: 'cross' }
  }
}

/** What keeps projects from being built. */
export function blockers(findings: Finding[]): Finding[] {
  return findings.filter(({ optional, state }) => !optional && state === 'missing')
}
