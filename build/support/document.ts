import { join } from 'node:path'
import { appearanceTable } from '#build/support/appearances.ts'
import { columnTable } from '#build/support/columns.ts'
import { functionTable } from '#build/support/functions.ts'
import { issueTable } from '#build/support/issues.ts'
import { settingTable } from '#build/support/settings.ts'
import { typeTable } from '#build/support/types.ts'
import { root } from '#build/root.ts'
import { loadWords } from '#worker/words/words.ts'

/** Below the project's folder. */
export const supportFile = 'docs/xlsform-support.md'

const opening = `# What becomes of an XLSForm in QField

\`node build/support-table.ts\` writes this file: each line is a small form that was compiled and planned by Fieldpack
itself, so that it says what the code does. \`npm run check\` fails when it is out of date.

**Loss**: _full_, nothing; _small_, nothing of the data; _differs_, it works otherwise in QField; _lost_, the question
or expression is not carried over. "What is said" is what the form's author reads, with the sheet, row and column.
Everything works from QGIS 3.22 on unless a version is named. Widgets are called as in QGIS.
`

/** The whole support table, as Markdown. */
export function supportDocument(): string {
  const words = loadWords(join(root, 'resources'))
  return [
    opening,
    `## Question types\n\n${typeTable(words)}\n`,
    `## Columns of the survey sheet\n\n${columnTable(words)}\n`,
    `## Appearances\n\n${appearanceTable(words)}\n`,
    `## Settings\n\n${settingTable(words)}\n`,
    `## Functions\n\nTried as the calculation of a question.\n\n${functionTable(words)}\n`,
    `## Everything that can be said of a form\n\n${issueTable(words)}\n`,
  ].join('\n')
}
