import { expect, test } from 'vitest'
import { compileForm, type CompiledForm } from '#worker/domain/xlsform/compile.ts'
import { workbookLimits } from '#worker/intake/limits.ts'
import { markdownWorkbook } from '#worker/intake/markdown.ts'
import { said } from '#test/worker/domain/xlsform/form.ts'

/** A sheet as a Markdown table; the first row is the header. */
export function sheet(name: string, ...rows: string[][]): string {
  return [`| ${name} |`, ...rows.map((cells) => `|  | ${cells.join(' | ')} |`)].join('\n')
}

/** A survey with the question `a` and below it, in row 3, the question `q`, whose fourth cell stands in column D. */
export function asking(column: string, type: string, text: string, ...more: string[][]): string {
  const header = ['type', 'name', 'label', column]
  return sheet('survey', header, ['text', 'a', 'A', ''], [type, 'q', 'Q', text], ...more)
}

export const choices = sheet('choices', ['list_name', 'name', 'label'], ['l', 'x', 'X'], ['l', 'y', 'Y'])

export function compileMarkdown(...sheets: string[]): CompiledForm {
  return compileForm(markdownWorkbook(sheets.join('\n'), 'form.md', workbookLimits))
}

/** A form as Markdown, then what has to be told of it: all warnings and errors, and no other. */
export type Refused = [form: string, ...told: string[]]

/** Forms that ODK refuses: told with their places, and still a form. */
export function testRefused(kinds: Record<string, Refused>): void {
  test.for(Object.entries(kinds))('%s', ([, [text, ...told]]) => {
    const form = compileMarkdown(text)
    expect(problems(form)).toEqual(told.toSorted())
    expect(form.layers.flatMap((layer) => layer.questions)).not.toEqual([])
  })
}

/** Forms that ODK accepts, though they look like those that it refuses. */
export function testAccepted(forms: Record<string, string>): void {
  test.for(Object.entries(forms))('%s is no problem', ([, text]) => {
    expect(problems(compileMarkdown(text))).toEqual([])
  })
}

export function problems(form: CompiledForm): string[] {
  return said(form.issues.filter((issue) => issue.level !== 'info')).toSorted()
}
