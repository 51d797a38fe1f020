import type { Draft } from '#renderer/features/project/draft.ts'
import * as samples from '#test/renderer/harness/samples.ts'

/** Everything that a new project can be given. */
export const fullDraft: Partial<Draft> = {
  form: samples.file('buildings.xlsx'),
  features: samples.file('buildings.gpkg', 3_210_000),
  tasks: samples.file('tasks.geojson', 118_000),
}
