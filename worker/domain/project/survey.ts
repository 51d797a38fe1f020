import { AppError } from '#worker/api/errors.ts'

/** What stands in a project's folder, without a look into the files. Names are relative, with forward slashes. */
export interface FolderSurvey {
  /** Absolute. */
  folder: string
  /** The project file that was asked for by name; null when the folder was. */
  asked: string | null
  /** Project files at the top level, sorted. */
  projects: string[]
  /** Sorted by name; folders themselves are not listed. */
  files: SurveyedFile[]
  /** There are more files than a survey lists: what is not in `files` may be there all the same. */
  more: boolean
  /** Folders that may not be listed. */
  unreadable: string[]
  /** .qml files that are QField plugins, or parts of one, and no layer styles. */
  plugins: string[]
}

export interface SurveyedFile {
  name: string
  /** Bytes; of a link that leads inside the folder, those of its target, else 0. */
  size: number
  /** Milliseconds since 1970. */
  mtimeMs: number
  /** It, or a folder that it lies in, has a name that begins with a period. */
  isHidden: boolean
  /**
   * Where a symbolic link leads; links out of the folder are never followed. `folder`: to a folder of the project's;
   * what is below it is listed under the link's name, too, as `through`. Null: no link.
   */
  link: 'inside' | 'outside' | 'broken' | 'folder' | 'through' | null
}

/** Whether there is a file to be read under this name. */
export function isReadable({ link }: SurveyedFile): boolean {
  return link === null || link === 'inside' || link === 'through'
}

/** A file of the project as it was when it was copied: a later step sees whether somebody changed it since. */
export interface CopiedFile {
  /** The journal of a database has an entry of its own. */
  name: string
  size: number
  mtimeMs: number
  /** No copy: a link to the original, or the same link as there. */
  isLinked: boolean
}

/**
 * Whether a file at the top level is a QGIS project: not QGIS' backup (`.qgs~`), and no hidden leftover of a system or
 * a sync tool.
 */
export function isProjectName(name: string): boolean {
  return /^[^./][^/]*\.qg[sz]$/iu.test(name)
}

/** Whether a path, or any folder in it, is hidden as Unix hides it. */
export function isHiddenName(name: string): boolean {
  return name.split('/').some((part) => part.startsWith('.'))
}

/**
 * Whether the text of a .qml is QML, which QField runs, and not a layer's style, which is XML of the same ending.
 *
 * @param head its first few thousand characters
 */
export function isPluginText(head: string): boolean {
  const text = head.replace(/^\uFEFF/u, '').trimStart()
  return !text.startsWith('<') && /^\s*(?:import|pragma)\s+\S/mu.test(text)
}

/**
 * Name of the project that a job works on: the one that was asked for, else the only one.
 *
 * @throws AppError project.missing, project.several
 */
export function onlyProject({ folder, asked, projects }: FolderSurvey): string {
  if (asked !== null) return asked
  const [first, ...others] = projects
  if (first === undefined) throw new AppError('project.missing', { folder })
  if (others.length > 0)
    throw new AppError('project.several', { files: projects.join(', '), count: projects.length })
  return first
}
