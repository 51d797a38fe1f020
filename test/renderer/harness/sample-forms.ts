import type { FormSummary } from '#worker/api/forms.ts'
import type { Issue } from '#worker/api/issues.ts'

/** An error in a cell, or what `patch` makes of it. */
export const issue = (patch: Partial<Issue> = {}): Issue => ({
  level: 'error',
  kind: 'form',
  code: 'xpath.unknownReference',
  sheet: 'survey',
  row: 12,
  column: 'F',
  question: 'roof',
  text: "${rof} = 'tin'",
  params: { name: 'rof', role: 'relevant' },
  ...patch,
})

const field = (name: string, row: number, groups: string[] = []): FormSummary['fields'][number] => ({
  name,
  question: name,
  label: name,
  type: 'text',
  list: null,
  required: false,
  hidden: false,
  groups,
  row,
})

export const form: FormSummary = {
  title: 'Ward 5 buildings',
  formId: 'ward5',
  version: '2026-11-01',
  languages: [
    { name: 'English (en)', code: 'en', missing: 0 },
    { name: 'नेपाली (ne)', code: 'ne', missing: 3 },
  ],
  language: 'English (en)',
  geometry: 'polygon',
  fields: Array.from({ length: 42 }, (_, index) =>
    field(`q${index}`, index + 2, index > 30 ? ['household', 'roof'] : index > 9 ? ['household'] : []),
  ),
  issues: [],
  gaps: [],
}

export const formWithIssues: FormSummary = {
  ...form,
  issues: [
    issue(),
    issue({
      row: 31,
      column: 'G',
      code: 'xpath.syntax',
      text: 'if(${floors} > 2, , 1)',
      params: { reason: 'unexpected', found: ',', role: 'calculation' },
    }),
    issue({
      level: 'warning',
      code: 'choice.duplicate',
      sheet: 'choices',
      row: 8,
      column: 'B',
      text: 'tin',
      params: { choice: 'tin', list: 'roof' },
    }),
    issue({ level: 'warning', code: 'calculation.missing', row: 19, column: 'H', text: null, params: {} }),
  ],
  gaps: Array.from({ length: 41 }, (_, index) =>
    issue({
      kind: 'gap',
      level: 'warning',
      code: 'appearance.ignored',
      row: index + 4,
      column: 'K',
      text: 'horizontal-compact',
      params: { appearance: 'horizontal-compact' },
    }),
  ),
}
