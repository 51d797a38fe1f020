import type { Finding, LayerAction, ProjectLayer } from '#worker/api/projects.ts'
import { areaOf } from '#worker/domain/package/area-of.ts'
import { companionsOf } from '#worker/domain/package/companions-of.ts'
import { decide } from '#worker/domain/package/decide.ts'
import { findingsOf } from '#worker/domain/package/findings-of.ts'
import { placeFiles } from '#worker/domain/package/place-files.ts'
import type { PackagePlan, PlannedLayer } from '#worker/domain/package/plan.ts'
import { sourceKey } from '#worker/domain/package/source-key.ts'
import { tableNames } from '#worker/domain/package/table-names.ts'
import type { LayerParts, OpenedProject } from '#worker/domain/project/opened.ts'

export interface PackageInput {
  opened: OpenedProject
  /** Whose layer actions: QFieldCloud's or the cable's. */
  actions: 'cloud' | 'cable'
  /** Ids of layers that shall be missing. */
  leaveOut: readonly string[]
  /** Folder of the project's copy, absolute. */
  root: string
  /** Every file below it, relative with forward slashes. */
  files: readonly string[]
}

export interface PlannedPackage {
  plan: PackagePlan
  findings: Finding[]
  /** Layers that the package would silently lack, with the reason for the log: nobody may package before they are settled. */
  lost: { id: string; name: string; why: string }[]
}

const database = 'data.gpkg'

/**
 * What a package of a project holds, by QFieldCloud's rules (libqfieldsync's offline converter) without its losses:
 * files of one name from two folders both come along, and nobody's `data.gpkg` is overwritten.
 *
 * @throws AppError package.areaInvalid
 */
export function planPackage({ opened, actions, leaveOut, root, files }: PackageInput): PlannedPackage {
  const { project, layers, parts } = opened
  const partsById = new Map(parts.map((each) => [each.id, each]))
  const decided = layers.map((layer) => ({
    layer,
    parts: partsById.get(layer.id),
    ...decide(layer, partsById.get(layer.id), { actions, isLeftOut: leaveOut.includes(layer.id) }),
  }))
  const stem = project.file.replace(/\.qg[sz]$/i, '')
  const projectFile = `${stem}_qfield.qgz`
  const companions = companionsOf(stem, files)
  const isOffline = decided.some(({ action }) => action === 'offline')
  const images = opened.images.map(tidy).filter((name) => files.includes(name))
  const tables = tableNames(
    decided
      .filter(({ action }) => action === 'offline')
      .map(({ layer, parts: own }) => ({ id: layer.id, name: layer.name, key: sourceKey(layer, own) })),
  )
  const copied = decided
    .filter(({ action, layer, parts: own }) => isCopied(action, layer, own))
    .map(({ layer, parts: own }) => ({ id: layer.id, files: own?.files ?? [] }))
  const placed = placeFiles(copied, {
    root,
    files,
    taken: [projectFile, ...(isOffline ? [database] : []), ...companions.map(({ to }) => to), ...images],
  })
  const plan: PackagePlan = {
    projectFile,
    database,
    area: areaOf(project),
    layers: decided.map(({ layer, action, isKeyless }): PlannedLayer => {
      const table = tables.get(layer.id) ?? null
      const file = table === null ? (placed.main.get(layer.id) ?? null) : database
      return {
        id: layer.id,
        name: layer.name,
        action,
        file,
        table: table ?? (file === null ? null : layer.table),
        primaryKey: actions === 'cloud' && action !== 'remove' && !isKeyless ? keyOf(layer) : null,
        readOnly: isKeyless || layer.readOnly,
        isKeyless,
        isOnline: file === null && action !== 'remove' && layer.isOnline,
      }
    }),
    files: [
      ...placed.files,
      ...[...companions, ...same(images)].map(({ from, to }) => ({ from: `${root}/${from}`, to })),
    ],
  }
  return { plan, findings: findingsOf(plan), lost: decided.flatMap(lostOf) }
}

function isCopied(action: LayerAction, layer: ProjectLayer, parts: LayerParts | undefined): boolean {
  const staysHere = action === 'copy' || action === 'no_action' || action === 'keep_existent'
  return staysHere && layer.isValid && !layer.isLocalized && (parts?.files.length ?? 0) > 0
}

/** The server knows a feature by its only key column, else by a column that is called fid. */
function keyOf(layer: ProjectLayer): string | null {
  if (layer.type !== 'vector' || !layer.isValid) return null
  return layer.primaryKey ?? layer.fields.find(({ name }) => name.toLowerCase() === 'fid')?.name ?? null
}

function lostOf({ layer, why }: { layer: ProjectLayer; why: string | null }) {
  return why === null ? [] : [{ id: layer.id, name: layer.name, why }]
}

const same = (names: readonly string[]) => [...new Set(names)].map((name) => ({ from: name, to: name }))

const tidy = (name: string): string => name.replaceAll('\\', '/').replace(/^(\.\/)+/, '')
