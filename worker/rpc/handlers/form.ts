import { compileForm } from '#worker/domain/xlsform/compile.ts'
import { summariseForm } from '#worker/domain/xlsform/summarise.ts'
import type { HandlersOf } from '#worker/rpc/handlers.ts'
import type { WorkbookPort } from '#worker/steps/ports.ts'

export function formHandlers(workbooks: WorkbookPort, stopping: AbortSignal): HandlersOf<'form'> {
  return {
    'form.inspect': async ({ path, language }) => {
      const workbook = await workbooks.read(path, stopping)
      return summariseForm(compileForm(workbook, { language, words: workbooks.words }))
    },
  }
}
