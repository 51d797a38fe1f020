import type { ProjectDetails, ProjectLayer } from '#worker/api/projects.ts'

/** What a project file says of itself, without QGIS. */
export interface ProjectFile {
  title: string
  /** `3.34.4-Prizren`; empty where it does not say. */
  qgisVersion: string
  /** Folders of photos and the like, relative to the project; QFieldSync's default is DCIM. */
  attachmentDirs: string[]
  dataDirs: string[]
  hasMacros: boolean
  /** Layers have a feature count in the legend, which is slow to open. */
  showsFeatureCounts: boolean
  /** Data sources as they stand in the XML, redacted. */
  layers: { id: string; name: string; provider: string; source: string }[]
}

export interface OpenedProject {
  /** As QGIS understood it. */
  project: ProjectDetails
  /** In the order of the layer tree, those outside it last. */
  layers: ProjectLayer[]
  /** What of it needs more than the contract shows: only for planning. */
  parts: LayerParts[]
  /** Image files of decorations, symbols and the like, as the project names them. */
  images: string[]
  /** Values of attachment fields that name a file, by layer: relative to the project, at most 10,000 a layer. */
  attachments: { layerId: string; field: string; files: string[]; more: boolean }[]
  /** A thumbnail was drawn. */
  drawn: boolean
}

/** How a layer lies on disk. */
export interface LayerParts {
  id: string
  /** Every file that belongs to its source (GDAL's list), absolute; the first is the one that is opened. */
  files: string[]
  /** The URI as the provider has it with absolute paths; two layers of one table have the same but for the filter. */
  uri: string
  isVirtual: boolean
  isMemory: boolean
  /** Nobody set an action for it. */
  isConfigured: boolean
  /** Extent in WGS 84; null where it has none. */
  extent: [number, number, number, number] | null
}
