import type { Scene } from '#test/renderer/harness/scene.ts'
import { cloudScenes } from '#test/renderer/harness/scenes/cloud.ts'
import { folderScenes } from '#test/renderer/harness/scenes/folder.ts'
import { jobsScenes } from '#test/renderer/harness/scenes/jobs.ts'
import { mirrorScenes } from '#test/renderer/harness/scenes/mirror.ts'
import { newProjectScenes } from '#test/renderer/harness/scenes/new-project.ts'
import { previewScenes } from '#test/renderer/harness/scenes/preview.ts'
import { settingsScenes } from '#test/renderer/harness/scenes/settings.ts'

/** Every screen in every state that a person may meet. */
export const scenes: Record<string, Scene> = {
  ...jobsScenes,
  ...newProjectScenes,
  ...previewScenes,
  ...folderScenes,
  ...cloudScenes,
  ...settingsScenes,
  ...mirrorScenes,
}
