import type { ApplyDeltasRequest } from '#worker/api/deltas.ts'

/** What is asked of changes, beside whose they are. */
export type Run = Omit<ApplyDeltasRequest, 'folder'>
