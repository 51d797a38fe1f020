import { AppError } from '#worker/api/errors.ts'
import { freshRecord } from '#worker/domain/xlsform/preview/fresh-record.ts'
import { keyOf } from '#worker/domain/xlsform/preview/prepare.ts'
import { showPage } from '#worker/domain/xlsform/preview/show-page.ts'
import type { PreparedForms } from '#worker/preview/prepared-forms.ts'
import type { HandlersOf } from '#worker/rpc/handlers.ts'

export function previewHandlers(forms: PreparedForms): HandlersOf<'preview'> {
  return {
    'preview.show': async (request) => {
      const { prepared, outside } = await forms.open(request)
      return showPage(prepared, request, outside())
    },
    'preview.entry': async (request) => {
      const { prepared, outside } = await forms.open(request)
      const layer = prepared.form.layers.find(
        ({ repeat }) => repeat !== null && keyOf(repeat) === request.repeat,
      )
      if (layer === undefined) {
        const why = `no repeat ${request.repeat}`
        throw new AppError('contract.invalidInput', { method: 'preview.entry', where: 'repeat', why })
      }
      return freshRecord(prepared, outside(), layer)
    },
  }
}
