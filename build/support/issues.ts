import { code, table } from '#build/support/markdown.ts'
import { xpathCodes } from '#worker/domain/xpath/problems.ts'
import { issueCodes } from '#worker/domain/xlsform/issue-codes.ts'
import type { Words } from '#worker/words/words.ts'

const owners = { form: 'the form', gap: 'QField' } as const

/** Every issue that a form can have, in its own words with `…` for what the form fills in. */
export function issueTable(words: Words): string {
  const rows = Object.entries({ ...issueCodes, ...xpathCodes }).map(([name, [level, kind]]) => [
    code(name),
    level,
    owners[kind],
    words.say(`issue.${name}`, { count: 2, given: 2 }),
  ])
  return table(['Code', 'Level', 'Lies with', 'What is said'], rows)
}
