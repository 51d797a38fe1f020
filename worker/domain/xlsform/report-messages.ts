import type { IssueList } from '#worker/domain/xlsform/issues.ts'
import type { FormLayer } from '#worker/domain/xlsform/model.ts'
import type { OtherLanguage } from '#worker/domain/xlsform/other-languages.ts'

/** Messages of rules that stay in one language: QGIS translates no description of a constraint. */
export function reportMessages(layers: FormLayer[], others: OtherLanguage[], issues: IssueList): void {
  for (const { name, cells } of layers.flatMap((layer) => layer.questions)) {
    const cell = [cells.constraint_message, cells.required_message].find((message) => message?.others)
    if (!cell) continue
    const languages = others.filter(({ code }) => cell.others?.has(code)).map((language) => language.name)
    issues.add('language.message', { ...cell, question: name }, { languages: languages.join(', ') })
  }
}
