import { everyday } from '#test/renderer/harness/everyday.ts'
import { fullDraft } from '#test/renderer/harness/sample-draft.ts'
import { formWithIssues } from '#test/renderer/harness/sample-forms.ts'
import * as samples from '#test/renderer/harness/samples.ts'
import type { Scene } from '#test/renderer/harness/scene.ts'
import { AppError } from '#worker/api/errors.ts'

/** A project on its way. */
export const newProjectScenes: Record<string, Scene> = {
  'new-empty': { screen: { name: 'new' }, script: everyday },
  'new-full': { screen: { name: 'new' }, script: everyday, draft: fullDraft },
  'new-issues': {
    screen: { name: 'new' },
    script: { ...everyday, 'form.inspect': formWithIssues },
    draft: { ...fullDraft, features: null, tasks: null, division: 'extent', extent: '27.7, 85.3, 27.73, 95' },
  },
  'new-errors': {
    screen: { name: 'new' },
    script: {
      ...everyday,
      'form.inspect': new AppError('form.noSurvey'),
      'source.inspect': ({ path }) => {
        if (path.includes('buildings')) throw new AppError('features.swapped')
        return { ...samples.tasks, geometries: { Point: 36 } }
      },
    },
    draft: fullDraft,
  },
}
