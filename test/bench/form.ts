import { compileForm } from '#worker/domain/xlsform/compile.ts'
import type { Workbook } from '#worker/domain/xlsform/workbook.ts'

/** Compiles a form of that many questions, with relevance, constraints and calculations in every group of ten. */
export function measureForm(rows: number): { rows: number; ms: number } {
  const workbook = formOf(rows)
  const start = performance.now()
  compileForm(workbook, {})
  return { rows, ms: Math.round(performance.now() - start) }
}

function formOf(rows: number): Workbook {
  const survey = [['type', 'name', 'label', 'relevant', 'constraint', 'calculation']]
  for (let row = 0; row < rows; row++) {
    const asks = `Question ${row}`
    const before = `q${row - 1}`
    if (row % 10 === 0) survey.push(['select_one yes_no', `q${row}`, asks])
    else if (row % 10 === 9) survey.push(['calculate', `q${row}`, '', '', '', `\${q${row - 2}} * 2 + 1`])
    else if (row % 10 === 1)
      survey.push(['integer', `q${row}`, asks, `\${${before}} = 'yes'`, '. >= 0 and . < 100'])
    else
      survey.push([
        'integer',
        `q${row}`,
        asks,
        `\${q${row - (row % 10)}} = 'yes' and \${${before}} != 3`,
        '. >= 0',
      ])
  }
  const sheet = (name: string, cells: string[][]) => ({
    name,
    rows: cells.map((row, index) => ({ number: index + 1, cells: row })),
  })
  return {
    fileName: 'bench.xlsx',
    sheets: [
      sheet('survey', survey),
      sheet('choices', [
        ['list_name', 'name', 'label'],
        ['yes_no', 'yes', 'Yes'],
        ['yes_no', 'no', 'No'],
      ]),
    ],
  }
}
