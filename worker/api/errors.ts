import * as z from 'zod'

/**
 * Who may try again, and when: `never` (the same input fails again), `backoff` (the queue tries again by
 * itself), `after` (a given moment, from a server), `user` (a person has to change something first).
 */
export const RetryClass = z.enum(['never', 'backoff', 'after', 'user'])
export type RetryClass = z.infer<typeof RetryClass>

/**
 * Every way in which Fieldpack can fail. Closed: a new code needs a retry class here and wording
 * (`error.<code>.what`, `.data`, `.todo`) in resources/locales; a test holds the three together.
 */
const retryByCode = {
  internal: 'never',
  usage: 'user',
  'contract.unknownMethod': 'never',
  'contract.invalidInput': 'never',
  'contract.forbidden': 'never',
  'worker.restarted': 'backoff',
  'worker.unavailable': 'user',
  'secrets.exposed': 'user',
  'store.locked': 'user',
  'store.full': 'user',
  'store.readonly': 'user',
  'store.corrupt': 'user',
  'store.newer': 'user',
  'input.missing': 'user',
  'input.unreadable': 'user',
  'input.tooLarge': 'user',
  'form.notWorkbook': 'user',
  'form.encrypted': 'user',
  'form.tooLarge': 'user',
  'form.zipBomb': 'never',
  'form.tooHeavy': 'user',
  'form.readerStopped': 'backoff',
  'form.noSurvey': 'user',
  'form.noQuestions': 'user',
  'form.languageUnknown': 'user',
  'features.unreadable': 'user',
  'features.empty': 'user',
  'features.noGeometry': 'user',
  'features.crsUnknown': 'user',
  'features.swapped': 'user',
  'features.outOfRange': 'user',
  'tasks.unreadable': 'user',
  'tasks.empty': 'user',
  'tasks.notPolygons': 'user',
  'tasks.crsUnknown': 'user',
  'area.missing': 'user',
  'area.invalid': 'user',
  'basemap.unreadable': 'user',
  'basemap.notOneProject': 'user',
  'plugin.unreadable': 'user',
  'plugin.unsafe': 'user',
  'plugin.tooLarge': 'user',
  'download.unreachable': 'backoff',
  'download.refused': 'user',
  'download.tooLarge': 'user',
  'download.empty': 'user',
  'cloud.noAccount': 'user',
  'cloud.signedOut': 'user',
  'cloud.unreachable': 'backoff',
  'cloud.refused': 'user',
  'cloud.wrongPassword': 'user',
  'cloud.locked': 'user',
  'cloud.expired': 'user',
  'cloud.forbidden': 'user',
  'cloud.overQuota': 'user',
  'cloud.planTooSmall': 'user',
  'cloud.tooLarge': 'user',
  'cloud.busy': 'after',
  'cloud.tls': 'user',
  'cloud.portal': 'backoff',
  'cloud.plainHttp': 'user',
  'cloud.badAddress': 'user',
  'cloud.invalidName': 'user',
  'cloud.exists': 'user',
  'cloud.otherProjectFile': 'user',
  'cloud.notStored': 'backoff',
  'cloud.fileChanged': 'backoff',
  'cloud.jobFailed': 'user',
  'cloud.incomplete': 'user',
  'cloud.badDeltas': 'user',
  'cloud.lastVersion': 'user',
  'cloud.sheetNeeded': 'user',
  'cloud.notFound': 'user',
  'cloud.failed': 'user',
  'cloud.unsafeName': 'user',
  'cloud.broken': 'backoff',
  'output.occupied': 'user',
  'output.exists': 'user',
  'output.readonly': 'user',
  'output.full': 'user',
  'qgis.missing': 'user',
  'qgis.tooOld': 'user',
  'qgis.startFailed': 'user',
  'qgis.crashed': 'backoff',
  'qgis.timeout': 'user',
  'qgis.protocol': 'backoff',
  'qgis.failed': 'user',
  'qgis.outOfMemory': 'user',
  'project.invalid': 'user',
  'project.unreadable': 'user',
  'project.missing': 'user',
  'project.several': 'user',
  'project.brokenXml': 'user',
  'project.notArchive': 'user',
  'project.zipBomb': 'user',
  'project.unsafeArchive': 'user',
  'project.changing': 'backoff',
  'project.changed': 'user',
  'project.inUse': 'user',
  'project.mendFailed': 'user',
  'package.inside': 'user',
  'package.layerLost': 'user',
  'package.countDiffers': 'user',
  'package.notSound': 'user',
  'package.areaInvalid': 'user',
  'deltas.none': 'user',
  'deltas.notJson': 'user',
  'deltas.notSchema': 'user',
  'deltas.tooMany': 'user',
  'deltas.otherProject': 'user',
  'deltas.notFound': 'user',
  'deltas.broken': 'user',
  'deltas.corrupted': 'user',
  'results.noProject': 'user',
  'results.noForm': 'user',
  'results.noData': 'user',
  'job.notFound': 'never',
  'job.wrongState': 'user',
  'job.cancelled': 'user',
  'job.interrupted': 'backoff',
  'job.leaseLost': 'never',
  'mirror.unreachable': 'backoff',
  'mirror.refused': 'user',
  'mirror.newer': 'user',
  'mirror.leaseLost': 'never',
  'mirror.handedBack': 'user',
  'mirror.gone': 'never',
  'mirror.broken': 'backoff',
  'mirror.tooLarge': 'user',
  'http.address': 'user',
  'http.noDatabase': 'user',
  'http.noJob': 'never',
  'http.timeout': 'user',
} as const satisfies Record<string, RetryClass>

export type ErrorCode = keyof typeof retryByCode
export const errorCodes = Object.keys(retryByCode) as [ErrorCode, ...ErrorCode[]]
export const ErrorCode = z.enum(errorCodes)

export const AppErrorData = z.strictObject({
  code: ErrorCode,
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  retry: RetryClass,
  /** Raw words of whoever failed (a Python traceback, an errno): for the log and "Copy details", never the headline. */
  detail: z.string().optional(),
})
export type AppErrorData = z.infer<typeof AppErrorData>

/** The one error class that crosses process borders. Adapters make it at their edge from what they caught. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly data: AppErrorData

  constructor(
    code: ErrorCode,
    params: AppErrorData['params'] = {},
    options: { cause?: unknown; detail?: string } = {},
  ) {
    super(`${code} ${JSON.stringify(params)}`, { cause: options.cause })
    const detail = options.detail ?? (options.cause === undefined ? undefined : describe(options.cause))
    this.data = { code, params, retry: retryByCode[code], ...(detail === undefined ? {} : { detail }) }
  }

  get code(): ErrorCode {
    return this.data.code
  }

  /** The same error again on the other side of a border. */
  static from(data: AppErrorData): AppError {
    return new AppError(data.code, data.params, data.detail === undefined ? {} : { detail: data.detail })
  }
}

/** Any thrown thing as error data; what nobody expected becomes `internal`. */
export function toErrorData(thrown: unknown): AppErrorData {
  if (thrown instanceof AppError) return thrown.data
  return new AppError('internal', {}, { cause: thrown }).data
}

function describe(cause: unknown): string {
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
}
