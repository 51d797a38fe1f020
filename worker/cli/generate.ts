import { resolve } from 'node:path'
import { AppError } from '#worker/api/errors.ts'
import type { GenerateRequest, GenerateResult, Job } from '#worker/api/jobs.ts'
import type { Extent } from '#worker/api/sources.ts'
import { parseOptions, type Command } from '#worker/cli/command.ts'
import { followJob } from '#worker/cli/follow.ts'
import { issueLines, toldIssues } from '#worker/cli/issue-lines.ts'
import { withWorker } from '#worker/cli/with-worker.ts'
import type { Words } from '#worker/words/words.ts'

const options = {
  form: { type: 'string' },
  features: { type: 'string' },
  tasks: { type: 'string' },
  aoi: { type: 'string' },
  extent: { type: 'string' },
  basemap: { type: 'string' },
  title: { type: 'string' },
  language: { type: 'string' },
  out: { type: 'string' },
  'no-openstreetmap': { type: 'boolean' },
} as const

/** `generate`: the main job in the foreground. Ctrl-C cancels it and leaves its inputs in the ledger. */
export const generate: Command = async (args, context) => {
  const request = requestOf(args)
  return withWorker(context, { write: true }, async (worker) => {
    const job = await worker.call('jobs.generate', request)
    const ended = await followJob(worker, job, context)
    return { document: documentOf(ended, context.words), lines: linesOf(ended, context.words) }
  })
}

/** What a finished main job has to say, as one document. */
export function documentOf(job: Job, words: Words): unknown {
  const result = job.result as GenerateResult
  return { job: job.id, ...result, issues: toldIssues(result.issues, words) }
}

export function linesOf(job: Job, words: Words): string[] {
  const result = job.result as GenerateResult
  return [
    ...issueLines(result.issues, words),
    ...result.layers.map(
      (layer) => `  ${layer.name.padEnd(28)} ${layer.geometry.padEnd(16)} ${layer.count ?? ''}`,
    ),
    result.project,
  ]
}

function requestOf(args: string[]): GenerateRequest {
  const { values, positionals } = parseOptions(args, options)
  if (positionals.length > 0) throw new AppError('usage', { why: `what is "${positionals[0]}"?` })
  const { form, title, out } = values
  if (!form || !title || !out)
    throw new AppError('usage', { why: 'generate needs --form, --title and --out' })
  if (values.aoi !== undefined && values.extent !== undefined) {
    throw new AppError('usage', { why: 'give --aoi or --extent, not both' })
  }
  const paths = Object.fromEntries(
    (['features', 'tasks', 'aoi', 'basemap'] as const).flatMap((name) => {
      const path = values[name]
      return path === undefined ? [] : [[name, resolve(path)]]
    }),
  )
  return {
    title,
    form: resolve(form),
    out: resolve(out),
    ...paths,
    ...(values.extent === undefined ? {} : { extent: extentOf(values.extent) }),
    ...(values.language === undefined ? {} : { language: values.language }),
    openStreetMap: values['no-openstreetmap'] !== true,
  }
}

/** `xmin,ymin,xmax,ymax` in degrees. */
function extentOf(text: string): Extent {
  const numbers = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)))
  const [xmin, ymin, xmax, ymax] = numbers
  if (
    numbers.length !== 4 ||
    xmin === undefined ||
    ymin === undefined ||
    xmax === undefined ||
    ymax === undefined ||
    !numbers.every(Number.isFinite)
  ) {
    throw new AppError('usage', { why: `--extent takes xmin,ymin,xmax,ymax, not "${text}"` })
  }
  return [xmin, ymin, xmax, ymax]
}
