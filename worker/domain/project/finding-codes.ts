import type { Finding } from '#worker/api/projects.ts'

/**
 * Everything that can be found about a project, and how grave it is. Words stand in resources/locales as
 * `finding.<code>.what`, `.means` and `.mend`; a test holds both together.
 */
export const findingCodes = {
  severalProjects: 'error',
  links: 'warning',
  cloudUnsafeName: 'warning',
  unreadableFolder: 'warning',
  tooManyFiles: 'warning',
  openElsewhere: 'warning',
  projectPlugin: 'info',
  pluginParts: 'warning',

  hidden: 'warning',
  nameForbidden: 'error',
  nameTooLong: 'error',
  nameNotAscii: 'warning',
  nameOtherCase: 'warning',

  overPlan: 'error',
  cloudFileLarge: 'warning',
  cloudFileRefused: 'warning',
  cloudTime: 'warning',
  cloudMemory: 'warning',

  fileMissing: 'error',
  fileElsewhere: 'error',
  fileSeveral: 'error',
  fileOtherCase: 'error',
  fileAbsolute: 'error',
  fileOutside: 'error',
  fileOutsideMissing: 'error',
  fileInAttachments: 'error',
  sidecarMissing: 'error',
  localized: 'warning',

  localhost: 'error',
  serviceUnknown: 'warning',
  hostNotTried: 'warning',
  hostUnknown: 'warning',
  hostNoRoute: 'warning',
  hostRefused: 'warning',
  hostTimeout: 'warning',
  hostReachable: 'warning',
  loginRefused: 'warning',
  databaseUnknown: 'warning',
  loginWorks: 'warning',

  invalidLayer: 'error',
  invalidProvider: 'error',
  missingProvider: 'error',

  memoryLayer: 'warning',
  noPrimaryKey: 'warning',
  fragileFormat: 'warning',
  crsMissing: 'warning',
  prjMissing: 'warning',
  emptyLayer: 'info',
  sameLayerName: 'info',
  unconfigured: 'info',
  onlineLayers: 'info',
  mixedActions: 'warning',
  sameBaseName: 'error',
  dataGpkg: 'info',
  dataGpkgLost: 'error',
  attachmentsMissing: 'warning',
  imagesOutside: 'warning',

  newerQgis: 'warning',
  newerServer: 'warning',
  qgis4: 'warning',
  macros: 'info',
  featureCounts: 'info',
  projectCrsMissing: 'warning',
  emptyExtent: 'warning',
  areaInvalid: 'error',

  packageLost: 'error',
  packageLeftOut: 'info',
  packageReadOnly: 'warning',
  packageOnline: 'warning',
  packageRenamed: 'info',

  cloudTimedOut: 'error',
  cloudKilled: 'error',
  cloudStopped: 'error',
  cloudTokenExpired: 'error',
  cloudPayment: 'error',
  cloudForbidden: 'error',
  cloudNotFound: 'error',
  cloudServerError: 'error',
  cloudFileGone: 'error',
  cloudProjectFile: 'error',
  cloudFailed: 'error',
  cloudService: 'error',
  cloudHost: 'error',
  cloudChangesStopped: 'warning',
  cloudChangesLeft: 'warning',
  cloudDetailsLost: 'info',
} as const satisfies Record<string, Finding['level']>

export type FindingCode = keyof typeof findingCodes

/** One thing that was found, of the project or of a layer. */
export function finding(
  code: FindingCode,
  params: Finding['params'],
  { layerId = null, fix = null }: { layerId?: string | null; fix?: Finding['fix'] } = {},
): Finding {
  return { code, level: findingCodes[code], layerId, params, fix }
}

/** Names that a sentence mentions. */
const mentioned = 5

/** One finding about all files or layers of one kind: `count`, and the names of the first. */
export function findingOfAll(
  code: FindingCode,
  names: readonly string[],
  params: Finding['params'] = {},
): Finding[] {
  if (names.length === 0) return []
  return [finding(code, { count: names.length, names: names.slice(0, mentioned).join(', '), ...params })]
}
