import type { Issue } from '#worker/api/issues.ts'
import { createIssues, nowhere } from '#worker/domain/xlsform/issues.ts'

/** What came of the heights that were asked for: a project without them is better than none. */
export function reportDem(code: 'dem.missing' | 'dem.unreadable', url: string): Issue[] {
  const issues = createIssues()
  issues.add(code, nowhere, { host: new URL(url).host })
  return issues.all
}
