import type { MirrorTrouble } from '#worker/api/mirror.ts'
import type { LayerAction, ProjectLayer } from '#worker/api/projects.ts'
import { decide } from '#worker/domain/package/decide.ts'
import { createFileIndex, type FileIndex } from '#worker/domain/project/file-index.ts'
import type { LayerParts, OpenedProject, ProjectFile } from '#worker/domain/project/opened.ts'
import type { PgService } from '#worker/api/pg-services.ts'
import type { Reach } from '#worker/domain/project/reach.ts'
import type { FolderSurvey } from '#worker/domain/project/survey.ts'

/** What findings are made from. */
export interface FindingsInput {
  survey: FolderSurvey
  file: ProjectFile
  /** Null where QGIS could not open the project. */
  opened: OpenedProject | null
  /** By {@link addressKey}; what is missing was not tried. */
  reach: ReadonlyMap<string, Reach>
  /** Of the pg_service.conf that the job was given. */
  services?: ReadonlyMap<string, PgService>
  /** What signing in to a service gave, by its name; what is missing was not tried. */
  logins?: ReadonlyMap<string, 'ok' | MirrorTrouble>
  /** Those paths outside the folder that lead to a file; without it nobody looked. */
  outside?: ReadonlySet<string>
  /** Bytes that the plan in QFieldCloud has room for; null = not asked. */
  planBytes: number | null
  /** `3.22.16-Białowieża`. */
  thisQgis: string
}

/** {@link FindingsInput}, with what several kinds of findings look at. */
export interface Known extends FindingsInput {
  /** Name of the project file; empty where it is not known. */
  project: string
  index: FileIndex
  /** Layers that are to go to the field: those that QFieldCloud is told to remove are nobody's trouble. */
  layers: KnownLayer[]
}

export interface KnownLayer extends ProjectLayer {
  parts: LayerParts | undefined
  /** What becomes of it in QFieldCloud's package. */
  becomes: LayerAction
}

export function knownOf(input: FindingsInput): Known {
  const { survey, opened } = input
  const parts = new Map(opened?.parts.map((each) => [each.id, each]))
  const layers = (opened?.layers ?? []).map((layer): KnownLayer => {
    const own = parts.get(layer.id)
    const { action } = decide(layer, own, { actions: 'cloud', isLeftOut: false })
    return { ...layer, parts: own, becomes: action }
  })
  return {
    ...input,
    project: opened?.project.file ?? survey.asked ?? survey.projects[0] ?? '',
    index: createFileIndex(survey.files),
    layers: layers.filter(({ becomes }) => becomes !== 'remove'),
  }
}
