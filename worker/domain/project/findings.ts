import type { Finding } from '#worker/api/projects.ts'

// Replaced by the real one in a moment.
export function findFindings(_: unknown): Finding[] {
  return []
}
