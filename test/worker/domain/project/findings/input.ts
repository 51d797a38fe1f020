import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import type { ProjectDetails } from '#worker/api/projects.ts'
import { findFindings } from '#worker/domain/project/findings.ts'
import type { FindingsInput } from '#worker/domain/project/findings/known.ts'
import type { OpenedProject, ProjectFile } from '#worker/domain/project/opened.ts'
import { type FolderSurvey, isHiddenName, isProjectName } from '#worker/domain/project/survey.ts'
import { loadWords } from '#worker/words/words.ts'
import { openedOf, root, type SomeLayer } from '#test/worker/domain/project/opened.ts'

/** A layer that reads a file that is not there, as QGIS reports it: without any words. */
export const lost: SomeLayer = { isValid: false, errorCode: 'invalid_dataprovider', count: null }

export interface Some extends Partial<Omit<FindingsInput, 'survey' | 'opened' | 'file'>> {
  /** Names, or names with bytes. */
  files?: (string | { name: string; size: number })[]
  survey?: Partial<FolderSurvey>
  layers?: SomeLayer[]
  details?: Partial<ProjectDetails>
  opened?: Partial<OpenedProject>
  file?: Partial<ProjectFile>
}

/** A sound project `site.qgz` in /home/ana/site, but for what a test says. */
export function inputOf(some: Some): FindingsInput {
  const { files = ['site.qgz', 'wells.gpkg'], survey, layers = [{}], details, opened, file, ...rest } = some
  const listed = files.map((each) => (typeof each === 'string' ? { name: each, size: 1000 } : each))
  return {
    survey: {
      folder: root,
      asked: null,
      projects: listed.map(({ name }) => name).filter(isProjectName),
      files: listed.map(({ name, size }) => ({
        name,
        size,
        mtimeMs: 0,
        isHidden: isHiddenName(name),
        link: null,
      })),
      more: false,
      unreadable: [],
      plugins: [],
      ...survey,
    },
    file: {
      title: 'Site',
      qgisVersion: '3.22.16-Białowieża',
      attachmentDirs: ['DCIM'],
      dataDirs: [],
      hasMacros: false,
      showsFeatureCounts: false,
      layers: [],
      ...file,
    },
    opened: { ...openedOf(layers, details), ...opened },
    reach: new Map(),
    planBytes: null,
    thisQgis: '3.22.16-Białowieża',
    ...rest,
  }
}

const words = loadWords(fileURLToPath(new URL('../../../../../resources', import.meta.url)))

/** Codes of what is found; each can be told in words that lack none of their params. */
export function codesOf(some: Some): string[] {
  return findFindings(inputOf(some)).map(({ code, params }) => {
    for (const part of ['what', 'means', 'mend'])
      expect(words.say(`finding.${code}.${part}`, params)).not.toContain('…')
    return code
  })
}
