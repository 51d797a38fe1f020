import * as z from 'zod'

/** What a server says of a layer, as far as it says it. */
export interface ReadLayer {
  id: string
  name: string
  isValid: boolean
  /** `no_error` and the like; servers may know more of them than we do. */
  errorCode: string
  errorSummary: string
  providerErrorSummary: string
  /** `Vector`; `VectorLayer` of QGIS before 3.30. */
  typeName: string
  provider: string
  /** Empty of a layer without a file. */
  filename: string
  datasource: string
  /** What becomes of it in a package: QFieldCloud's word for it; empty where nobody chose. */
  cloudAction: string
  /** Packaged, it is read-only. */
  unsupportedPrimaryKey: boolean
}

export interface ReadFeedback {
  workflow: string
  steps: { id: string; name: string; stage: number }[]
  /** The step that was begun and not done; null where none was, or where the server does not say. */
  failedStep: { id: string; name: string } | null
  /** Where the server had the project while it worked; empty where it does not say. */
  folder: string
  /** Null of a job that did not fail. */
  error: {
    message: string
    type: string
    class: string
    origin: string
    stack: string
    exitCode: number | null
  } | null
  /** By id: as the project has them, and of a package as it was packaged; null where it does not say. */
  layers: Record<string, ReadLayer> | null
  packagedLayers: Record<string, ReadLayer> | null
  /** What became of each delta, as the server tells it; empty of other jobs. */
  deltas: Record<string, unknown>[]
}

const text = z.string().catch('')
const fields = z.record(z.string(), z.unknown()).catch({})

const Step = z.object({ id: z.string(), name: text, stage: z.number().catch(0), returns: fields })

const Layer = z
  .object({
    id: text,
    name: text,
    is_valid: z.boolean().catch(false),
    error_code: text,
    error_summary: text,
    provider_error_summary: text,
    type_name: text,
    provider_name: text,
    filename: text,
    datasource: text,
    qfs_cloud_action: text,
    qfs_unsupported_source_pk: z.unknown(),
  })
  .transform((layer): ReadLayer => ({
    id: layer.id,
    name: layer.name,
    isValid: layer.is_valid,
    errorCode: layer.error_code,
    errorSummary: layer.error_summary,
    providerErrorSummary: layer.provider_error_summary,
    typeName: layer.type_name,
    provider: layer.provider_name,
    filename: layer.filename,
    datasource: layer.datasource,
    cloudAction: layer.qfs_cloud_action,
    unsupportedPrimaryKey: ['1', 1, true].some((yes) => yes === layer.qfs_unsupported_source_pk),
  }))

const Body = z.object({
  workflow_id: text,
  steps: z.array(z.unknown()).catch([]),
  outputs: fields,
  error: z.string().nullable().catch(null),
  error_type: text,
  error_class: text,
  error_origin: text,
  /** One text, or lines, depending on the server's age. */
  error_stack: z.union([z.string(), z.array(z.string()).transform((lines) => lines.join(''))]).catch(''),
  container_exit_code: z.number().nullable().catch(null),
})

/**
 * A job's feedback as any QFieldCloud of 2024 to 2026 sends it, or as this laptop wrote it. What is missing or of
 * another kind is left out, for a server may say more, or less, than we know of; null of what is no feedback at all.
 */
export function readFeedback(value: unknown): ReadFeedback | null {
  const body = Body.safeParse(value).data
  if (body === undefined) return null
  const steps = body.steps.flatMap((step) => Step.safeParse(step).data ?? [])

  function output(stepId: string, name: string): unknown {
    // Outputs stand among what the step returned too, and on old servers only there.
    const returns = steps.find((step) => step.id === stepId)?.returns ?? {}
    return fields.parse(body?.outputs[stepId])[name] ?? returns[name]
  }

  const details = fields.parse(output('project_details', 'project_details'))
  return {
    workflow: body.workflow_id,
    steps: steps.map(({ id, name, stage }) => ({ id, name, stage })),
    failedStep: failedAmong(steps),
    folder: text.parse(output('download_project_directory', 'tmp_project_dir')),
    error: errorOf(body),
    layers: readLayers(details['layers_by_id'] ?? output('qgis_layers_data', 'layers_by_id')),
    packagedLayers: readLayers(output('qfield_layer_data', 'layers_by_id')),
    deltas: z.array(fields).catch([]).parse(output('apply_deltas', 'delta_feedback')),
  }
}

function failedAmong(steps: readonly z.infer<typeof Step>[]): ReadFeedback['failedStep'] {
  const failed = steps.find((step) => step.stage === 1)
  return failed === undefined ? null : { id: failed.id, name: failed.name }
}

function errorOf(body: z.infer<typeof Body>): ReadFeedback['error'] {
  if (body.error === null) return null
  return {
    message: body.error,
    type: body.error_type,
    class: body.error_class,
    origin: body.error_origin,
    stack: body.error_stack,
    exitCode: body.container_exit_code,
  }
}

function readLayers(value: unknown): Record<string, ReadLayer> | null {
  const byId = z.record(z.string(), z.unknown()).safeParse(value).data
  if (byId === undefined) return null
  const layers = Object.entries(byId).flatMap(([id, layer]) => {
    const read = Layer.safeParse(layer).data
    return read === undefined ? [] : [[id, { ...read, id }] as const]
  })
  return Object.fromEntries(layers)
}
