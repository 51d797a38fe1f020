import { resolve } from 'node:path'
import { AppError } from '#worker/api/errors.ts'
import { parseOptions, type Command } from '#worker/cli/command.ts'
import { issueLines, toldIssues } from '#worker/cli/issue-lines.ts'
import { readForm } from '#worker/cli/read-form.ts'
import { loadProjectWords } from '#worker/words/project-words.ts'

/** `form FILE [--language L]`: compiles and tells, writes nothing and needs no QGIS. */
export const form: Command = async (args, context) => {
  const { values, positionals } = parseOptions(args, { language: { type: 'string' } })
  const [file, ...more] = positionals
  if (file === undefined || more.length > 0) throw new AppError('usage', { why: 'form takes one FILE' })
  const summary = await readForm(resolve(file), {
    language: values.language,
    words: loadProjectWords(context.resourcesDir),
  })
  const { words } = context
  const fields = summary.fields.filter((field) => field.column !== null)
  return {
    document: {
      ...summary,
      issues: toldIssues(summary.issues, words),
      gaps: toldIssues(summary.gaps, words),
    },
    lines: [
      `${summary.title}${summary.version === null ? '' : `, version ${summary.version}`}`,
      `${fields.length} fields, language ${summary.language ?? 'none named'}${
        summary.languages.length > 1 ? ` of ${summary.languages.map(({ name }) => name).join(', ')}` : ''
      }`,
      ...fields.map(
        (field) =>
          `  ${(field.column ?? field.name).padEnd(28)} ${field.type.padEnd(16)} ${field.required ? '*' : ' '} ${field.label}`,
      ),
      `${summary.issues.length} issues, ${summary.gaps.length} things that QField cannot do`,
      ...issueLines([...summary.issues, ...summary.gaps], words),
    ],
  }
}
