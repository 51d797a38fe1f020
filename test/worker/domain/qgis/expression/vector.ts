import type { Scope } from '#worker/domain/qgis/scope.ts'

/** What QGIS must answer: a value, a pattern for text, or a test. Numbers to one part in a million. */
export type Expected = string | number | boolean | null | RegExp | ((value: unknown) => boolean)
export type Vector = [xpath: string, expected: Expected, scope?: Partial<Scope>]

/** Where a question is shown, or not. */
export const rule: Partial<Scope> = { place: 'relevance' }
