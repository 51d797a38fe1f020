import * as z from 'zod'

/** How far a step of QFieldCloud's workflows came: not begun, begun (where a job fails it stays at this), done. */
const FeedbackStage = z.union([z.literal(0), z.literal(1), z.literal(2)])

/** QFieldCloud's `error_type` of a job that failed, as far as a laptop can meet them. */
export const FeedbackErrorType = z.enum([
  'FILE_NOT_FOUND',
  'INVALID_PROJECT_FILE',
  'UNABLE_TO_CONTINUE',
  'TIMEOUT',
  'UNKNOWN',
])
export type FeedbackErrorType = z.infer<typeof FeedbackErrorType>

/** `feedback.json` of version 2.0, as QFieldCloud's worker writes it about each of its three job types. */
export const Feedback = z.strictObject({
  feedback_version: z.literal('2.0'),
  workflow_version: z.literal('2.0'),
  workflow_id: z.enum(['process_projectfile', 'package_project', 'apply_changes']),
  workflow_name: z.string(),
  steps: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      stage: FeedbackStage,
      returns: z.record(z.string(), z.unknown()),
    }),
  ),
  /** By step id, then by the output's name. */
  outputs: z.record(z.string(), z.record(z.string(), z.unknown())),
  /** The rest only of a job that failed. */
  error: z.string().optional(),
  error_type: FeedbackErrorType.optional(),
  error_class: z.string().optional(),
  error_origin: z.enum(['container', 'worker_wrapper']).optional(),
  error_stack: z.string().optional(),
  container_exit_code: z.int().optional(),
})
export type Feedback = z.infer<typeof Feedback>
