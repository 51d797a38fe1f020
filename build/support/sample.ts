import type { Issue } from '#worker/api/issues.ts'
import { planProject } from '#worker/domain/qgis/plan-project.ts'
import type { ProjectPlan, VectorLayerPlan } from '#worker/domain/qgis/plan.ts'
import { compileForm, type CompiledForm } from '#worker/domain/xlsform/compile.ts'

/** Cells of a row by their header. */
export type SampleRow = Readonly<Record<string, string>>

export interface Sample {
  form: CompiledForm
  plan: ProjectPlan
  survey: VectorLayerPlan
  issues: Issue[]
}

const choices = ['mud', 'brick', 'wood'].map((name) => ({ list_name: 'walls', name, label: name }))

/** A small form, compiled and planned by the same code as everybody's. */
export function sampleOf(rows: readonly SampleRow[], settings: SampleRow = {}): Sample {
  const form = compileForm({
    fileName: 'sample.xlsx',
    sheets: [
      sheet('survey', rows),
      sheet('choices', choices),
      sheet('external_choices', choices),
      ...(Object.keys(settings).length === 0 ? [] : [sheet('settings', [settings])]),
    ],
    companions: ['walls', 'q', 'prices'].map((name) => sheet(name, choices)),
    media: ['a.jpg', 'a.mp3', 'a.mp4'].map((name) => ({ name, path: name, size: null })),
  })
  const { plan, issues } = planProject({
    form,
    title: 'Sample',
    slug: 'sample',
    features: null,
    tasks: { count: 1, extent: [0, 0, 1, 1], area: '', repaired: 0, sourceCrs: 'EPSG:4326' },
    basemap: null,
    openStreetMap: false,
    openInEditMode: true,
  })
  const survey = plan.layers.find((layer) => layer.kind === 'vector')
  if (survey === undefined) throw new Error('a plan without a survey')
  return { form, plan, survey, issues: [...form.issues, ...issues] }
}

function sheet(name: string, rows: readonly SampleRow[]) {
  const headers = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const lines = [headers, ...rows.map((row) => headers.map((header) => row[header] ?? ''))]
  return { name, rows: lines.map((cells, index) => ({ number: index + 1, cells })) }
}
