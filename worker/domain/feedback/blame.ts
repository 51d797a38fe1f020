import type { AppErrorData, ErrorCode } from '#worker/api/errors.ts'
import type { FeedbackErrorType } from '#worker/api/feedback.ts'

/** Why a job failed, as QFieldCloud's worker would have put it. */
export interface Blame {
  /** One line in QFieldCloud's own wording where it has one. */
  message: string
  type: FeedbackErrorType
  /** The exception's class there. */
  class: string
  /** Raw words. */
  stack: string
}

const known: Partial<
  Record<ErrorCode, Omit<Blame, 'stack' | 'message'> & { message: (data: AppErrorData) => string }>
> = {
  'project.missing': {
    type: 'FILE_NOT_FOUND',
    class: 'ProjectFileNotFoundException',
    message: ({ params }) => `Project file "${params['folder']}" does not exist`,
  },
  'project.brokenXml': {
    type: 'INVALID_PROJECT_FILE',
    class: 'InvalidXmlFileException',
    message: ({ params }) =>
      `Project file is an invalid XML document:\nline ${params['line']}, column ${params['column']}`,
  },
  'project.notArchive': invalidFile('The .qgz is no zip archive'),
  'project.zipBomb': invalidFile('The .qgz unpacks to more than any project needs'),
  'project.unsafeArchive': invalidFile('The .qgz has unsafe entries'),
  'project.unreadable': invalidFile('Unable to open project with QGIS'),
  'project.several': {
    type: 'INVALID_PROJECT_FILE',
    class: 'MultipleProjectsError',
    message: ({ params }) => `Only one QGIS project per folder is allowed, found ${params['count']}`,
  },
  'qgis.crashed': {
    type: 'UNKNOWN',
    class: 'QgisCrashed',
    message: ({ params }) => `QGIS ended in the middle of the work (${params['cause']})`,
  },
}

/** Follows the table of error types of QFieldCloud's `feedback.json`. */
export function blameOf(data: AppErrorData): Blame {
  const stack = data.detail ?? ''
  const rule = known[data.code]
  if (rule === undefined) return { type: 'UNKNOWN', class: data.code, message: describe(data), stack }
  return { type: rule.type, class: rule.class, message: rule.message(data), stack }
}

function invalidFile(what: string) {
  return {
    type: 'INVALID_PROJECT_FILE' as const,
    class: 'InvalidQgisFileException',
    message: ({ detail, params }: AppErrorData) => `${what}: ${detail ?? params['file'] ?? ''}`,
  }
}

function describe({ code, params }: AppErrorData): string {
  const facts = Object.entries(params).map(([name, value]) => `${name}=${value}`)
  return [code, ...facts].join(' ')
}
