import { AppError } from '#worker/api/errors.ts'
import { compileForm } from '#worker/domain/xlsform/compile.ts'
import { prepareForm, type PreparedForm } from '#worker/domain/xlsform/preview/prepare.ts'
import type { Outside } from '#worker/domain/xpath/evaluate/sight.ts'
import { outsideOf, type Nature } from '#worker/preview/outside.ts'
import type { WorkbookPort } from '#worker/steps/ports.ts'

export interface FormsPort extends WorkbookPort {
  /** The same text as long as the form, and the files beside it that it may read, stay the same. */
  fingerprint(path: string): Promise<string>
}

export interface KeptForm {
  prepared: PreparedForm
  outside: () => Outside
}

export interface PreparedForms {
  /** @throws AppError as `read` and the compiler */
  open(source: { path: string; language?: string | undefined }): Promise<KeptForm>
}

/** Two languages of a form, and of the one before. */
const most = 4

/** Keeps the forms used last ready for the next keystroke; one that changed on disk is prepared anew. */
export function createPreparedForms(forms: FormsPort, nature: Nature, stopping: AbortSignal): PreparedForms {
  const kept = new Map<string, Promise<KeptForm>>()
  const prepare = async (path: string, language: string | undefined): Promise<KeptForm> => {
    const workbook = await forms.read(path, stopping)
    const prepared = prepareForm(compileForm(workbook, { language, words: forms.words }))
    if (prepared === null)
      throw new AppError('form.noQuestions', { file: workbook.fileName, sheet: 'survey' })
    return { prepared, outside: outsideOf(nature) }
  }
  return {
    open: async ({ path, language }) => {
      const key = JSON.stringify([await forms.fingerprint(path), path, language ?? null])
      const form = kept.get(key) ?? prepare(path, language)
      kept.delete(key)
      kept.set(key, form)
      for (const oldest of [...kept.keys()].slice(0, -most)) kept.delete(oldest)
      form.catch(() => kept.delete(key))
      return form
    },
  }
}
