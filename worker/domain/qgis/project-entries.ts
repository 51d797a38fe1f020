import { attachmentFolders, largestImage } from '#worker/domain/qgis/attachments.ts'
import type { PlannedForm } from '#worker/domain/qgis/plan-layers.ts'
import type { ProjectPlan } from '#worker/domain/qgis/plan.ts'
import type { Question } from '#worker/domain/xlsform/model.ts'

type Entry = ProjectPlan['entries'][number]

/** What QField and QFieldCloud read from the project's own settings. */
export function projectEntries(input: {
  planned: PlannedForm
  questions: Question[]
  /** Whether the map opens for drawing, as `initialMapMode`. */
  draws: boolean
  /** The form sends its answers by itself. */
  autoSend: boolean
}): Entry[] {
  const { planned, questions, draws, autoSend } = input
  const qfield = (key: string, value: Entry['value']): Entry => ({ scope: 'qfieldsync', key, value })
  const [survey] = planned.surveys
  const image = largestImage(questions)
  const folders = attachmentFolders(questions)
  const pages = survey?.form.filter((element) => element.kind === 'tab').length ?? 0
  return [
    qfield('initialMapMode', draws ? 'digitize' : 'browse'),
    ...(survey ? [qfield('initialActiveLayer', survey.id)] : []),
    qfield('featureFormWizardModeEnabled', pages >= 2),
    ...(image === null ? [] : [qfield('maximumImageWidthHeight', image)]),
    // QFieldCloud reads the one scope, QField the other.
    qfield('attachmentDirs', folders),
    { scope: 'QFieldSync', key: 'attachmentDirs', value: folders },
    qfield('createBaseMap', false),
    ...(autoSend ? [qfield('forceAutoPush', true)] : []),
  ]
}
