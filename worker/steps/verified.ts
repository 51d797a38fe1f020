import { AppError } from '#worker/api/errors.ts'
import type { GenerateResult } from '#worker/api/jobs.ts'
import type { ProjectPlan } from '#worker/domain/qgis/plan.ts'
import type { BuiltLayer } from '#worker/domain/qgis/protocol.ts'
import type { Ask } from '#worker/steps/asker.ts'

type Layers = GenerateResult['layers']

/**
 * The layers of a built project, which has been opened again and is as it was planned.
 *
 * @throws AppError project.invalid, qgis.*, job.cancelled
 */
export async function verified(ask: Ask, plan: ProjectPlan, folder: string): Promise<Layers> {
  const { problems, layers } = await ask('verify', { plan, folder })
  const [first] = problems
  if (first !== undefined) throw new AppError('project.invalid', { first }, { detail: problems.join('\n') })
  return layers.map(layerOf)
}

export function layerOf(layer: BuiltLayer): Layers[number] {
  return {
    name: layer.name,
    geometry: layer.geometry as Layers[number]['geometry'],
    count: layer.count,
  }
}
