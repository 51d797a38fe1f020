import type { IssueList, Place } from '#worker/domain/xlsform/issues.ts'
import { mediaKeys, mediaOf, type MediaFiles } from '#worker/domain/xlsform/media.ts'
import type { ChoiceList, FormLayer, Group, Question } from '#worker/domain/xlsform/model.ts'
import type { Cell } from '#worker/domain/xlsform/table.ts'

/** Says which pictures, sounds and videos of a form are missing beside it, and which are not shown as in ODK. */
export function reportMedia(layers: FormLayer[], files: MediaFiles, issues: IssueList): void {
  const questions = layers.flatMap((layer) => layer.questions)
  const groups = new Set<Group>(questions.flatMap((question) => question.groups))
  for (const node of [...groups, ...questions].sort((a, b) => a.row - b.row)) reportNode(node)
  for (const list of new Set(questions.flatMap((question) => question.list ?? []))) reportList(list)

  function reportNode(node: Group | Question): void {
    for (const key of mediaKeys) {
      const cell = node.cells[key]
      if (!cell) continue
      const at = { ...cell, question: node.name }
      reportMissing(cell, at, new Set())
      const found = mediaOf(files, cell.text)
      if (found && key !== 'image') issues.add('media.linked', at, { file: cell.text, target: found.target })
    }
  }

  function reportList({ name, choices }: ChoiceList): void {
    const pictures = choices.flatMap(({ image }) => image ?? [])
    const said = new Set<string>()
    for (const cell of pictures) reportMissing(cell, cell, said)
    const shown = pictures.find((cell) => mediaOf(files, cell.text) !== null)
    if (shown) issues.add('media.choices', shown, { list: name })
    const unheard = choices.flatMap(({ unheard: cell }) => cell ?? [])[0]
    if (unheard) issues.add('media.choicesUnheard', unheard, { list: name })
  }

  /** Each question that lacks a file is told; choices of one list often share theirs, which is said once. */
  function reportMissing(cell: Cell, at: Place, said: Set<string>): void {
    for (const file of [cell.text, ...(cell.others?.values() ?? [])]) {
      if (mediaOf(files, file) !== null || said.has(file)) continue
      said.add(file)
      issues.add('media.missing', at, { file })
    }
  }
}
