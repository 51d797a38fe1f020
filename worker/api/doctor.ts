import * as z from 'zod'

/** What a person, or a button, can do about a finding. */
export const Mend = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('command'), command: z.string() }),
  z.strictObject({ kind: z.literal('link'), url: z.url() }),
  z.strictObject({ kind: z.literal('chooseQgis') }),
  z.strictObject({ kind: z.literal('freeDisk'), folder: z.string() }),
])
export type Mend = z.infer<typeof Mend>

/**
 * One light of the setup page. `optional` says that work goes on without it. Words stand in
 * resources/locales as `doctor.<id>.<state>`, filled from `params`.
 */
export const Finding = z.strictObject({
  id: z.enum(['qgis', 'providers', 'node', 'sqlite', 'disk', 'postgres', 'qfieldcloud']),
  state: z.enum(['ok', 'warning', 'missing', 'off']),
  optional: z.boolean(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  mends: z.array(Mend),
})
export type Finding = z.infer<typeof Finding>

export const DoctorReport = z.strictObject({
  /** Everything that is not optional is ok. */
  ready: z.boolean(),
  checkedAt: z.string(),
  findings: z.array(Finding),
})
export type DoctorReport = z.infer<typeof DoctorReport>
