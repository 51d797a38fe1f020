import { AppError } from '#worker/api/errors.ts'
import type { PackagedLayer } from '#worker/api/projects.ts'
import type {
  AuditReport,
  FormProblem,
  PackagePlan,
  PackageReport,
  PlannedLayer,
} from '#worker/domain/package/plan.ts'

export interface Judged {
  layers: PackagedLayer[]
  /** Those that the package lacks. */
  lost: { id: string; name: string }[]
  /** What was found, for the log. */
  lines: string[]
  /** Why the package may not leave; null where it is as it should be. */
  error: AppError | null
}

type Report = PackageReport['layers'][number]
type Seen = AuditReport['layers'][number]

/**
 * Compares a package as a fresh QGIS found it with its plan and with the features of the sources. What leads nowhere
 * in the project's own forms already, or leads to a layer that was left out on purpose, is told and no more: a
 * package is to be as sound as its project.
 */
export function judgeAudit(plan: PackagePlan, report: PackageReport, audit: AuditReport): Judged {
  const written = new Map(report.layers.map((each) => [each.id, each]))
  const seen = new Map(audit.layers.map((each) => [each.id, each]))
  const layers = plan.layers.map((layer) => packaged(layer, written.get(layer.id), seen.get(layer.id)))
  const kept = plan.layers.filter(({ action }) => action !== 'remove')
  const lost = kept.filter((layer) => isLost(layer, written.get(layer.id), seen.get(layer.id)))
  const differing = layers.find(({ expected, packaged: count }) => expected !== null && expected !== count)
  const broken = unsound(plan, report, audit)
  const lines = [
    ...report.layers.flatMap(({ messages }) => messages),
    ...lost.map(
      (layer) => `Layer "${layer.name}" is not in the package: ${reasonOf(layer, seen.get(layer.id))}`,
    ),
    ...layers
      .filter(({ expected, packaged: count }) => expected !== null && expected !== count)
      .map(countLine),
    ...audit.outside.map(({ where, path }) => `${where} names ${path}, which is not in the package`),
    ...audit.forms.map(({ problem }) => problem),
  ]
  return { layers, lost, lines, error: errorOf(lost, differing, broken) }
}

function errorOf(
  lost: PlannedLayer[],
  differing: PackagedLayer | undefined,
  broken: string[],
): AppError | null {
  const [first] = broken
  if (lost.length > 0) {
    return new AppError('package.layerLost', {
      layers: lost.map(({ name }) => name).join(', '),
      count: lost.length,
    })
  }
  if (differing !== undefined) {
    const { name, expected, packaged: count } = differing
    return new AppError('package.countDiffers', {
      layer: name,
      expected: expected ?? 0,
      packaged: count ?? 0,
    })
  }
  return first === undefined ? null : new AppError('package.notSound', { first, count: broken.length })
}

function packaged(layer: PlannedLayer, report: Report | undefined, seen: Seen | undefined): PackagedLayer {
  const { id, name, action, file, isOnline, readOnly } = layer
  const isGone = action === 'remove'
  return {
    id,
    name,
    action,
    file: isGone ? null : (seen?.file ?? file),
    table: isGone ? null : (report?.table ?? layer.table),
    expected: isGone || isOnline ? null : (report?.expected ?? null),
    packaged: isGone ? null : (seen?.count ?? null),
    isOnline,
    readOnly,
  }
}

function isLost(layer: PlannedLayer, report: Report | undefined, seen: Seen | undefined): boolean {
  if (seen === undefined) return true
  // What needs a connection cannot be opened without one; what has no file stays what it was.
  if (layer.isOnline) return false
  if (layer.file === null) return !seen.isValid && report?.expected != null
  return !seen.isValid || !isSameFile(layer.file, seen.file)
}

function reasonOf(layer: PlannedLayer, seen: Seen | undefined): string {
  if (seen === undefined) return 'the packaged project does not have it'
  return seen.isValid ? `it reads ${seen.file ?? 'no file'} in the place of ${layer.file}` : seen.error
}

const isSameFile = (planned: string, seen: string | null): boolean =>
  seen !== null && planned.normalize('NFC') === seen.normalize('NFC')

const countLine = ({ name, expected, packaged: count }: PackagedLayer): string =>
  `Layer "${name}" has ${count ?? 'no'} features of ${expected}`

/** What is wrong with the package though it was right with the project. */
function unsound(plan: PackagePlan, report: PackageReport, audit: AuditReport): string[] {
  const before = new Set(report.forms.map(keyOf))
  const gone = new Set(plan.layers.filter(({ action }) => action === 'remove').map(({ id }) => id))
  const forms = audit.forms.filter(
    (each) => !before.has(keyOf(each)) && !(each.target !== null && gone.has(each.target)),
  )
  return [
    ...audit.outside.filter(({ isSource }) => isSource).map(({ where, path }) => `${where}: ${path}`),
    ...forms.map(({ problem }) => problem),
  ]
}

const keyOf = ({ layerId, problem }: FormProblem): string => `${layerId}\n${problem}`
