import type { FormField, FormSummary } from '#worker/api/forms.ts'
import { isHidden } from '#worker/domain/xlsform/hidden.ts'
import type { CompiledForm } from '#worker/domain/xlsform/model.ts'

/** A compiled form as the window and the command line show it. */
export function summariseForm(form: CompiledForm): FormSummary {
  const survey = form.layers[0]
  return {
    title: form.title,
    formId: form.formId,
    version: form.version,
    languages: form.languages.map((language) => ({
      ...language,
      missing: form.missing.get(language.name) ?? 0,
    })),
    language: form.language,
    geometry: geometryOf(survey?.geometry?.type),
    fields: (survey?.questions ?? []).flatMap((question): FormField[] => {
      if (question.column === null) return []
      return [
        {
          name: question.column,
          question: question.name,
          label: question.label,
          type: question.type,
          list: question.list?.name ?? null,
          required: form.translated.nodes.get(question)?.required === true,
          hidden: isHidden(question),
          groups: question.groups.map((group) => group.name),
          row: question.row,
        },
      ]
    }),
    issues: form.issues.filter((issue) => issue.kind === 'form'),
    gaps: form.issues.filter((issue) => issue.kind === 'gap'),
  }
}

function geometryOf(type: string | undefined): FormSummary['geometry'] {
  if (type === 'geopoint') return 'point'
  if (type === 'geotrace') return 'line'
  return type === 'geoshape' ? 'polygon' : null
}
