import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import type { Finding } from '#worker/api/projects.ts'
import { findFindings } from '#worker/domain/project/findings.ts'
import { isBelow } from '#worker/domain/project/is-below.ts'
import { onlyProject } from '#worker/domain/project/survey.ts'
import { copyProject } from '#worker/intake/copy-project.ts'
import { mendFolder } from '#worker/intake/mend-folder.ts'
import { surveyFolder, whichExist } from '#worker/intake/project-folder.ts'
import { loadWords } from '#worker/words/words.ts'
import { succeed } from '#test/resources/qgis/call.ts'
import { makeProject } from '#test/resources/qgis/make-project.ts'
import { scratch } from '#test/resources/qgis/sources.ts'

const { path } = scratch()
const { signal } = new AbortController()
const words = loadWords(join(import.meta.dirname, '../../../resources'))
let copies = 0

/** A check of a project's folder, as far as it is QGIS' and the findings'. */
async function check(folder: string) {
  const survey = await surveyFolder(folder)
  const project = onlyProject(survey)
  const file = await succeed('projectFile', { path: join(folder, project) })
  const root = path(`copy-${(copies += 1)}`)
  const leaveOut = (name: string) => file.attachmentDirs.some((dir) => isBelow(name, dir))
  await copyProject({ survey, to: root, leaveOut, links: 'large', signal })
  const opened = await succeed('openProject', {
    project: join(root, project),
    root,
    offline: true,
    thumbnail: null,
  })
  const named = opened.layers.flatMap((layer) => layer.file ?? [])
  const outside = await whichExist(folder, named)
  const findings = findFindings({
    survey,
    file,
    opened,
    outside,
    reach: new Map(),
    planBytes: null,
    thisQgis: '3.22.16-Białowieża',
  })
  return { survey, opened, findings }
}

/** Codes of what is found about each layer, by its name; without what is true of all of them here. */
function byLayer(findings: readonly Finding[]): Record<string, string[]> {
  const told = findings.filter(({ layerId, code }) => layerId !== null && code !== 'fragileFormat')
  const groups = Map.groupBy(told, ({ params }) => String(params['layer']))
  return Object.fromEntries([...groups].map(([name, all]) => [name, all.map(({ code }) => code)]))
}

let folder = ''
beforeAll(async () => {
  folder = path('site')
  const shared = path('shared')
  mkdirSync(shared, { recursive: true })
  await makeProject({
    out: folder,
    file: 'site.qgz',
    layers: [
      { name: 'Sound', kind: 'gpkg', features: 3 },
      { name: 'Moved', kind: 'gpkg', file: 'moved.gpkg', features: 2 },
      { name: 'Case', kind: 'gpkg', file: 'case.gpkg', features: 2 },
      { name: 'Gone', kind: 'gpkg', file: 'gone.gpkg', features: 2 },
      { name: 'Shared', kind: 'shp', file: join(shared, 'roads.shp'), features: 4 },
      { name: 'Points', kind: 'csv', file: join(shared, 'points.csv'), features: 5 },
      { name: 'Lines', kind: 'shp', file: 'lines.shp', features: 1 },
      { name: 'Photos', kind: 'gpkg', file: 'DCIM/photos.gpkg', features: 1 },
      {
        name: 'Server',
        kind: 'vector',
        provider: 'postgres',
        source: 'dbname=\'x\' host=localhost port=5432 key=\'id\' table="public"."t"',
      },
      {
        name: 'Service',
        kind: 'vector',
        provider: 'postgres',
        source: 'service=\'wells\' key=\'id\' table="public"."t"',
      },
      {
        name: 'Far',
        kind: 'vector',
        provider: 'postgres',
        source: 'dbname=\'x\' host=nowhere.invalid port=5433 key=\'id\' table="public"."t"',
      },
    ],
    texts: { 'site.qml': 'import QtQuick\nItem {}\n' },
  })
  mkdirSync(join(folder, 'data'))
  renameSync(join(folder, 'moved.gpkg'), join(folder, 'data/moved.gpkg'))
  renameSync(join(folder, 'case.gpkg'), join(folder, 'CASE.gpkg'))
  rmSync(join(folder, 'gone.gpkg'))
  rmSync(join(folder, 'lines.shx'))
  // Another that wants the name of the shared one.
  writeFileSync(join(folder, 'roads.txt'), 'notes')
})

test('what QGIS reports of a broken project is told by its cause', async () => {
  const { opened, findings } = await check(folder)
  expect(byLayer(findings)).toEqual({
    Moved: ['fileElsewhere'],
    Case: ['fileOtherCase'],
    Gone: ['fileMissing'],
    Shared: ['fileOutside'],
    Points: ['fileOutside'],
    Lines: ['sidecarMissing'],
    Photos: ['fileInAttachments'],
    Server: ['localhost'],
    Service: ['serviceUnknown'],
    Far: ['hostNotTried'],
  })
  expect(findings.map(({ code }) => code)).toContain('projectPlugin')
  const valid = opened.layers.filter(({ isValid }) => isValid).map(({ name }) => name)
  expect(valid).toEqual(['Sound'])
  for (const { code, params } of findings)
    for (const part of ['what', 'means', 'mend']) {
      const told = words.say(`finding.${code}.${part}`, params)
      expect(told).toMatch(/^[^…]+$/)
      expect(told).not.toContain('finding.')
    }
})

test('what can be mended is mended in a copy, with all features', async () => {
  const { survey, findings } = await check(folder)
  const to = path('mended')
  const fixes = findings.flatMap(({ fix }) => fix ?? [])
  expect(fixes.map(({ kind }) => kind).sort()).toEqual(['collect', 'collect', 'remove', 'source', 'source'])
  const answer = await mendFolder({
    survey,
    to,
    fixes,
    session: {
      projectFile: (project) => succeed('projectFile', { path: project }),
      mendProject: (mend) => succeed('mendProject', mend),
    },
    signal,
  })
  expect(answer).toEqual({ folder: to, mended: 5 })

  const again = await check(to)
  expect(byLayer(again.findings)).toEqual({
    // Neither format has a key.
    Shared: ['noPrimaryKey'],
    Points: ['noPrimaryKey'],
    Lines: ['sidecarMissing'],
    Photos: ['fileInAttachments'],
    Server: ['localhost'],
    Service: ['serviceUnknown'],
    Far: ['hostNotTried'],
  })
  const counts = again.opened.layers
    .filter(({ isValid }) => isValid)
    .map(({ name, count, file }) => [name, count, file])
  expect(counts).toEqual([
    ['Sound', 3, 'Sound.gpkg'],
    ['Moved', 2, 'data/moved.gpkg'],
    ['Case', 2, 'CASE.gpkg'],
    ['Shared', 4, 'roads_1.shp'],
    ['Points', 5, 'points.csv'],
  ])
})
