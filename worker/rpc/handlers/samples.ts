import { join } from 'node:path'
import type { HandlersOf } from '#worker/rpc/handlers.ts'

/** The sample that ships with the app: a small town, its form and four tasks. */
export function samplesHandlers(resourcesDir: string): HandlersOf<'samples'> {
  const inSamples = (name: string): string => join(resourcesDir, 'samples', name)
  return {
    'samples.list': () => ({
      title: 'Building survey',
      form: inSamples('building_survey.xlsx'),
      features: inSamples('town.geojson'),
      tasks: inSamples('tasks.geojson'),
    }),
  }
}
