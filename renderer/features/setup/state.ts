import type { IconName } from '#renderer/ui/icon.tsx'
import type { Tone } from '#renderer/ui/status.tsx'
import type { Finding } from '#worker/api/doctor.ts'

interface Look {
  tone: Tone
  icon: IconName
}

const looks: Record<Finding['state'], Look> = {
  ok: { tone: 'good', icon: 'check' },
  off: { tone: 'neutral', icon: 'off' },
  warning: { tone: 'warn', icon: 'alert' },
  missing: { tone: 'bad', icon: 'cross' },
}

/** How a finding's state is shown. What is optional is never alarming. */
export function lookOfFinding({ state, optional }: Finding): Look {
  return state === 'missing' && optional ? looks.off : looks[state]
}

/** What keeps projects from being built. */
export function blockers(findings: Finding[]): Finding[] {
  return findings.filter(({ optional, state }) => !optional && state === 'missing')
}
