import type { Issue } from '#worker/api/issues.ts'
import type { Words } from '#worker/words/words.ts'

const order = ['error', 'warning', 'info'] as const
const names = { error: 'lost', warning: 'differs', info: 'small' } as const

/** What is lost of a construct: the gravest level of what the compiler says of it, and its own words. */
export function lossOf(issues: readonly Issue[], words: Words): [level: string, said: string] {
  const gravest = order.find((level) => issues.some((issue) => issue.level === level))
  const said = [...new Set(issues.map((issue) => words.issue(issue)))]
  return [gravest === undefined ? 'full' : names[gravest], said.join(' ')]
}
