import { execa } from 'execa'
import { fileURLToPath } from 'node:url'
import { expressionsOf } from '#worker/domain/qgis/demote.ts'
import { planProject } from '#worker/domain/qgis/plan-project.ts'
import type { MediaFile } from '#worker/domain/xlsform/workbook.ts'
import { tasks } from '#test/worker/domain/qgis/planned.ts'
import { formOf, said, type Rows } from '#test/worker/domain/xlsform/form.ts'
import type { ReadProject } from '#test/resources/qgis/call.ts'

export type Value = string | number | boolean | null
export type Answers = Record<string, Value>

/** How one feature of a form is filled in. */
export interface Fill {
  /** `survey`, or a repeat. */
  layer?: string
  answers?: Answers
  /** Answers of the survey that a repeat's entry belongs to. */
  parent?: Answers
  /** Entries of its repeats. */
  children?: Record<string, Answers[]>
  /** What QField knows of the device; a name that ends with `coordinate` is WKT. */
  variables?: Answers
}

/** What QGIS then shows and says. */
export interface Look {
  /** Attributes of the new feature, before any answer. */
  initial: Answers
  values: Answers
  /** Columns whose hard constraint does not hold, with its message. */
  wrong: Record<string, string>
  /** The same of soft constraints, which only warn. */
  warned: Record<string, string>
  /** Visible columns and relations, in the form's order. */
  shown: string[]
  /** Of the tabs and groups that are shown, in the form's order. */
  titles: string[]
  /** Visible text elements with their expressions replaced. */
  texts: Record<string, string>
  /** Choices that a select offers. */
  choices: Record<string, string[]>
  /** Their labels. */
  words: Record<string, string[]>
  labels: Record<string, string>
  /** Columns that cannot be edited. */
  locked: string[]
  /** The display expression's value. */
  title: Value
}

export interface Form {
  survey: Rows
  choices?: Rows
  settings?: Rows
  /** Other sheets. */
  sheets?: Record<string, Rows>
  /** Files beside the form. */
  media?: MediaFile[]
  fills: Fill[]
}

export interface Filled {
  /** The compiler's and the planner's. */
  issues: string[]
  /** Expressions that QGIS refuses, and what is not as planned: none. */
  refused: { id: string; message: string }[]
  problems: string[]
  project: ReadProject
  looks: Look[]
}

/** Compiles, builds and fills in all forms in one process of the real QGIS. */
export async function fillForms(forms: Form[]): Promise<Filled[]> {
  const drawn = forms.map(({ survey, choices, settings, sheets, media, fills }) => {
    const more = { ...(choices ? { choices } : {}), ...(settings ? { settings } : {}), ...sheets }
    const form = formOf(survey, more, undefined, media)
    const input = { form, title: 'T', slug: 't', features: null, tasks, basemap: null }
    const { plan, issues } = planProject({ ...input, openStreetMap: false, openInEditMode: true })
    // The session packs the files of the other languages, which nobody has written here.
    const inOne = { ...plan, translations: [] }
    return { plan: inOne, fills, expressions: expressionsOf(plan), issues: said([...form.issues, ...issues]) }
  })
  const { stdout } = await execa(
    process.env['FIELDPACK_QGIS_PYTHON'] ?? '/usr/bin/python3',
    [fileURLToPath(new URL('fill.py', import.meta.url))],
    { input: JSON.stringify(drawn), env: { QT_QPA_PLATFORM: 'offscreen', TZ: 'UTC' } },
  )
  const filled = JSON.parse(stdout) as Omit<Filled, 'issues'>[]
  return filled.map((one, at) => ({ ...one, issues: drawn[at]?.issues ?? [] }))
}
