import type { Draft } from '#renderer/features/project/draft.ts'
import { parseExtent } from '#renderer/features/project/extent.ts'

/** Whether a file was looked at and found fit. `none`: there is no file. */
export type Check = 'none' | 'checking' | 'fit' | 'unfit'

/** What is known of the draft's files and of this computer. */
export interface Facts {
  form: Check
  features: Check
  tasks: Check
  area: Check
  /** The title as it would be sent. */
  title: string
  folder: Check
  /** False once the doctor has said that there is none. */
  qgis: boolean
}

/** The number of a step of the New project screen. */
export type StepId = 'form' | 'features' | 'area' | 'options'

export interface Missing {
  what:
    | 'qgis'
    | 'form'
    | 'formBroken'
    | 'featuresBroken'
    | 'tasks'
    | 'tasksBroken'
    | 'area'
    | 'areaBroken'
    | 'features'
    | 'extent'
    | 'title'
    | 'folder'
  /** Where it can be put right; null: on the setup screen. */
  step: StepId | null
}

/** Everything that keeps the project from being built, in the order of the steps. Empty: it can be built. */
export function findMissing(draft: Draft, facts: Facts): Missing[] {
  const missing: Missing[] = []
  const need = (isMissing: boolean, what: Missing['what'], step: StepId | null) => {
    if (isMissing) missing.push({ what, step })
  }
  need(!facts.qgis, 'qgis', null)
  need(facts.form === 'none', 'form', 'form')
  need(facts.form === 'unfit', 'formBroken', 'form')
  need(facts.features === 'unfit', 'featuresBroken', 'features')
  switch (draft.division) {
    case 'tasks':
      need(facts.tasks === 'none', 'tasks', 'area')
      need(facts.tasks === 'unfit', 'tasksBroken', 'area')
      break
    case 'area':
      need(facts.area === 'none', 'area', 'area')
      need(facts.area === 'unfit', 'areaBroken', 'area')
      break
    case 'around':
      need(facts.features === 'none', 'features', 'features')
      break
    case 'extent':
      need(!parseExtent(draft.extent).ok, 'extent', 'area')
      break
  }
  const noTitle = facts.title.trim() === ''
  need(noTitle && facts.form !== 'none', 'title', 'options')
  need(!noTitle && (facts.folder === 'none' || facts.folder === 'unfit'), 'folder', 'options')
  return missing
}

/** Whether a file of the request is still being read. */
export function isChecking(draft: Draft, facts: Facts): boolean {
  const used = [facts.form, facts.features, facts.folder]
  if (draft.division === 'tasks') used.push(facts.tasks)
  if (draft.division === 'area') used.push(facts.area)
  return used.includes('checking')
}
