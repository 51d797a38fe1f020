import { AppError } from '#worker/api/errors.ts'
import type { Finding, ProjectDetails } from '#worker/api/projects.ts'
import { areaOf } from '#worker/domain/package/area-of.ts'
import { finding } from '#worker/domain/project/finding-codes.ts'
import type { Known } from '#worker/domain/project/findings/known.ts'

/** The last QGIS 3, which QFieldCloud's workers had as this was written. */
const serverQgis: Version = [3, 44]

type Version = readonly [major: number, minor: number]

/** What the project as a whole says of itself. */
export function findProject({ file, opened, thisQgis }: Known): Finding[] {
  const saved = opened?.project.qgisVersion ?? ''
  return [
    ...findVersions(saved === '' ? file.qgisVersion : saved, thisQgis),
    ...(file.hasMacros ? [finding('macros', {})] : []),
    ...(file.showsFeatureCounts ? [finding('featureCounts', {})] : []),
    ...(opened === null ? [] : findDetails(opened.project)),
  ]
}

function findVersions(saved: string, own: string): Finding[] {
  const version = versionOf(saved)
  if (version === null) return []
  const isNewer = isAfter(version, versionOf(own) ?? version)
  return [
    ...(isNewer ? [finding('newerQgis', { saved, own })] : []),
    ...(version[0] >= 4 ? [finding('qgis4', { saved })] : []),
    ...(version[0] < 4 && isAfter(version, serverQgis)
      ? [finding('newerServer', { saved, server: serverQgis.join('.') })]
      : []),
  ]
}

function findDetails(project: ProjectDetails): Finding[] {
  return [
    ...(project.crs === '' ? [finding('projectCrsMissing', {})] : []),
    ...(project.extent === null ? [finding('emptyExtent', {})] : []),
    ...(isAreaValid(project) ? [] : [finding('areaInvalid', {})]),
  ]
}

/** QFieldCloud's packager ends at an area that is none, even where nobody asked to cut the features by it. */
function isAreaValid(project: ProjectDetails): boolean {
  if ((project.areaOfInterest ?? '').trim() === '') return true
  try {
    areaOf({ ...project, onlyInArea: true })
    return true
  } catch (thrown) {
    if (thrown instanceof AppError) return false
    throw thrown
  }
}

/** Of `3.34.4-Prizren`; null of anything else. */
function versionOf(text: string): Version | null {
  const match = /^(\d+)\.(\d+)/u.exec(text)
  return match === null ? null : [Number(match[1]), Number(match[2])]
}

function isAfter(a: Version, b: Version): boolean {
  return a[0] > b[0] || (a[0] === b[0] && a[1] > b[1])
}
