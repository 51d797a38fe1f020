import { everyday } from '#test/renderer/harness/everyday.ts'
import { fullDraft } from '#test/renderer/harness/sample-draft.ts'
import { formWithIssues } from '#test/renderer/harness/sample-forms.ts'
import * as previews from '#test/renderer/harness/sample-previews.ts'
import type { Scene } from '#test/renderer/harness/scene.ts'
import { AppError } from '#worker/api/errors.ts'

/** The preview of a form. */
export const previewScenes: Record<string, Scene> = {
  preview: { screen: { name: 'preview', row: null }, script: everyday, draft: fullDraft },
  'preview-page': {
    screen: { name: 'preview', row: 14 },
    script: { ...everyday, 'form.inspect': formWithIssues },
    draft: fullDraft,
  },
  'preview-rtl': {
    screen: { name: 'preview', row: null },
    script: { ...everyday, 'preview.show': (input) => ({ ...previews.show(input), direction: 'rtl' }) },
    draft: fullDraft,
  },
  'preview-long': {
    screen: { name: 'preview', row: null },
    script: { ...everyday, 'preview.show': previews.showLong },
    draft: fullDraft,
  },
  'preview-error': {
    screen: { name: 'preview', row: null },
    script: { ...everyday, 'preview.show': new AppError('form.noSurvey') },
    draft: fullDraft,
  },
}
