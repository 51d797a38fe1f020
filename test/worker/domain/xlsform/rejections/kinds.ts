import { expect, test } from 'vitest'
import { compileForm, type CompiledForm } from '#worker/domain/xlsform/compile.ts'
import { workbookLimits } from '#worker/intake/limits.ts'
import { markdownWorkbook } from '#worker/intake/markdown.ts'
import { said } from '#test/worker/domain/xlsform/form.ts'

/** Forms as Markdown, each with what has to be told of it: all warnings and errors that are the author's, no other. */
export type Kinds = Record<string, [form: string, ...told: string[]]>

const towns = {
  name: 'towns',
  rows: [
    { number: 1, cells: ['name', 'label'] },
    { number: 2, cells: ['here', 'Here'] },
  ],
}

/** A form of Markdown tables, with a list `towns` in a file beside it. */
export function formOfMarkdown(text: string): CompiledForm {
  return compileForm({ ...markdownWorkbook(text, 'form.md', workbookLimits), companions: [towns] })
}

/** Forms that pyxform refuses: each comes out here, and what is wrong is told with its place. */
export function tellsThese(kinds: Kinds): void {
  test.for(Object.entries(kinds))('told: %s', ([, [text, ...told]]) => {
    const form = formOfMarkdown(text)
    // The pictures that they name are nowhere.
    const own = form.issues.filter(
      ({ level, kind, code }) => level !== 'info' && kind === 'form' && code !== 'media.missing',
    )
    const also = form.issues.filter((issue) => !own.includes(issue) && told.includes(said([issue])[0] ?? ''))
    expect(said([...own, ...also]).toSorted()).toEqual(told.toSorted())
    expect(form.layers.flatMap((layer) => layer.questions)).not.toEqual([])
  })
}

/** Forms that pyxform takes: no error, and nothing of what the refused ones are told. */
export function acceptsThese(forms: Record<string, string>, refused: Kinds): void {
  const codes = new Set(Object.values(refused).flatMap(([, ...told]) => told.map((one) => one.split(' ')[1])))
  test.for(Object.entries(forms))('accepted: %s', ([, text]) => {
    const { issues } = formOfMarkdown(text)
    expect(
      issues.filter(({ level, kind, code }) => level === 'error' || (kind === 'form' && codes.has(code))),
    ).toEqual([])
  })
}
