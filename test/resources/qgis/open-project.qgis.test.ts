import { createHash } from 'node:crypto'
import { access, mkdtemp, readFile, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ProjectDetails } from '#worker/api/projects.ts'
import { call, succeed } from '#test/resources/qgis/call.ts'
import { makeProject, type LayerSpec, type ProjectSpec } from '#test/resources/qgis/make-project.ts'
import { scratch } from '#test/resources/qgis/sources.ts'

const { path } = scratch()

const trees: LayerSpec = { name: 'Trees', id: 'trees_123456', kind: 'gpkg', features: 40 }

async function made(spec: Partial<ProjectSpec> = {}) {
  const root = await mkdtemp(path('project-'))
  const { project } = await makeProject({ out: root, file: 'site.qgz', layers: [trees], ...spec })
  return { root, project, offline: true, thumbnail: null }
}

const exists = async (file: string) =>
  await access(file).then(
    () => true,
    () => false,
  )
const sha = async (file: string) =>
  createHash('sha256')
    .update(await readFile(file))
    .digest('hex')

/** A map canvas as QGIS' main window writes it. */
const canvas = (xmin: number, ymin: number, xmax: number, ymax: number): [string, string] => [
  '</qgis>',
  `<mapcanvas name="theMapCanvas"><units>degrees</units><extent><xmin>${xmin}</xmin><ymin>${ymin}</ymin><xmax>${xmax}</xmax><ymax>${ymax}</ymax></extent></mapcanvas></qgis>`,
]

/** Python that writes a file as soon as anybody runs it. */
const mark = (file: string) => `open(${JSON.stringify(file)}, 'w').write('run')`

describe('what is told of a project', () => {
  test('everything that its coordinator set', async () => {
    const { root, project } = await made({
      title: 'Site – Größe',
      crs: 'EPSG:32645',
      entries: [
        { scope: 'qfieldsync', key: 'attachmentDirs', value: ['DCIM', 'audio'] },
        { scope: 'qfieldsync', key: 'dataDirs', value: ['extra'] },
        { scope: 'qfieldsync', key: 'areaOfInterest', value: 'Polygon ((0 0, 1 0, 1 1, 0 0))' },
        { scope: 'qfieldsync', key: 'areaOfInterestCrs', value: 'EPSG:4326' },
        { scope: 'qfieldsync', key: 'offlineCopyOnlyAoi', value: true },
        { scope: 'Image', key: 'ImagePath', value: './logo.png' },
      ],
      layers: [
        { ...trees, svg: './symbols/tree.svg' },
        { name: 'Plots', id: 'plots_123456', kind: 'memory' },
      ],
      groups: { Group: ['Trees'] },
      replace: [canvas(1, 2, 3, 4)],
      texts: { 'symbols/tree.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>' },
    })
    const opened = await succeed('openProject', { project, root, offline: true, thumbnail: null })
    expect(ProjectDetails.parse(opened.project)).toEqual({
      file: 'site.qgz',
      title: 'Site – Größe',
      crs: 'EPSG:32645',
      extent: expect.stringMatching(/^POLYGON\(\(1 2, 3 2, 3 4, 1 4, 1 2\)\)$/i),
      backgroundColor: '#ffffff',
      qgisVersion: expect.stringMatching(/^\d+\.\d+\.\d+-/),
      attachmentDirs: ['DCIM', 'audio'],
      dataDirs: ['extra'],
      areaOfInterest: 'Polygon ((0 0, 1 0, 1 1, 0 0))',
      areaOfInterestCrs: 'EPSG:4326',
      onlyInArea: true,
      hasMacros: false,
      layerOrder: ['plots_123456', 'trees_123456'],
    })
    expect(opened.layers.map(({ id }) => id)).toEqual(['plots_123456', 'trees_123456'])
    expect(opened.images.toSorted()).toEqual(['./logo.png', './symbols/tree.svg'])
  })

  test('nothing that nobody set', async () => {
    const { project, layers } = await succeed('openProject', await made({ file: 'site.qgs', layers: [] }))
    expect(layers).toEqual([])
    expect(project).toMatchObject({
      file: 'site.qgs',
      title: '',
      extent: null,
      attachmentDirs: ['DCIM'],
      areaOfInterest: null,
      areaOfInterestCrs: null,
      onlyInArea: false,
      layerOrder: [],
    })
  })

  test('a project that a newer QGIS saved opens, and says so', async () => {
    const params = await made({ file: 'site.qgs' })
    const xml = await readFile(params.project, 'utf8')
    await writeFile(
      params.project,
      xml.replace(/<qgis([^>]*) version="[^"]+"/, '<qgis$1 version="99.1.0-Later"'),
    )
    const opened = await succeed('openProject', params)
    expect(opened.project.qgisVersion).toBe('99.1.0-Later')
    expect(opened.layers).toMatchObject([{ isValid: true, count: 40 }])
  })
})

describe('what it leaves alone', () => {
  test('macros and forms’ Python are told, and never run', async () => {
    const ran = path('ran')
    const code = `def openProject():\n    ${mark(ran)}\ndef my_form(dialog, layer, feature):\n    ${mark(ran)}\n${mark(ran)}`
    const { root, project } = await made({
      file: 'site.qgs',
      macros: code,
      layers: [{ ...trees, fields: [{ name: 'name', default: "env('HOME')" }] }],
    })
    const xml = await readFile(project, 'utf8')
    const form = `<editforminit>my_form</editforminit><editforminitcodesource>2</editforminitcodesource><editforminitcode><![CDATA[${code}]]></editforminitcode>`
    const changed = xml.replace(
      /<editforminit\s*\/>[\s\S]*?<editforminitcode>[\s\S]*?<\/editforminitcode>|<editforminit\s*\/>[\s\S]*?<editforminitcode\s*\/>/,
      form,
    )
    expect(changed).not.toBe(xml)
    await writeFile(project, changed)
    const opened = await succeed('openProject', {
      project,
      root,
      offline: true,
      thumbnail: path('macros.png'),
    })
    expect(opened.project.hasMacros).toBe(true)
    expect(opened.layers).toMatchObject([{ isValid: true }])
    expect(await exists(ran)).toBe(false)
  })

  test.each(['site.qgs', 'site.qgz'])(
    'feature counts in the legend of %s are not made, in a copy that goes again',
    async (file) => {
      const params = await made({
        file,
        layers: [trees],
        replace: [['<layer-tree-layer ', '<layer-tree-layer showFeatureCount="1" ']],
      })
      expect((await succeed('projectFile', { path: params.project })).showsFeatureCounts).toBe(true)
      const before = await sha(params.project)
      const opened = await succeed('openProject', params)
      expect(opened.project.file).toBe(file)
      expect(opened.layers).toMatchObject([{ isValid: true, count: 40, file: 'Trees.gpkg' }])
      expect(await sha(params.project)).toBe(before)
      expect((await readdir(params.root)).sort()).toEqual(['Trees.gpkg', file])
    },
  )

  test('the data', async () => {
    const params = await made({
      layers: [trees, { name: 'Shape', kind: 'shp', features: 3 }, { name: 'Csv', kind: 'csv', features: 3 }],
    })
    const all = async () => {
      const names = (await readdir(params.root)).sort()
      return await Promise.all(names.map(async (name) => [name, await sha(join(params.root, name))]))
    }
    const before = await all()
    await succeed('openProject', params)
    expect(await all()).toEqual(before)
  })
})

describe('what it draws', () => {
  test('a small picture of what the project shows', async () => {
    const params = await made({
      layers: [{ ...trees, geometry: 'Polygon' }],
      replace: [canvas(0, 0, 0.04, 0.001)],
    })
    const thumbnail = path('drawn.png')
    expect((await succeed('openProject', { ...params, thumbnail })).drawn).toBe(true)
    const png = await readFile(thumbnail)
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([100, 100])
    const empty = path('empty.png')
    await succeed('openProject', {
      ...(await made({ layers: [], replace: [canvas(0, 0, 0.04, 0.001)] })),
      thumbnail: empty,
    })
    expect((await stat(thumbnail)).size).toBeGreaterThan((await stat(empty)).size)
  })

  test.each([
    ['no view', []],
    ['an empty view', [canvas(0, 0, 0, 0)]],
    ['an endless view', [canvas(-Infinity, 0, Infinity, 1)]],
  ])('nothing of %s, which fails nothing', async (_, replace) => {
    const thumbnail = path('none.png')
    const opened = await succeed('openProject', { ...(await made({ replace })), thumbnail })
    expect([opened.drawn, opened.project.extent, opened.layers.length]).toEqual([false, null, 1])
    expect(await exists(thumbnail)).toBe(false)
  })

  test('nothing where the picture cannot be written', async () => {
    const params = await made({ replace: [canvas(0, 0, 1, 1)] })
    const opened = await succeed('openProject', { ...params, thumbnail: path('no/such/folder.png') })
    expect([opened.drawn, opened.layers.length]).toEqual([false, 1])
  })
})

describe('what cannot be opened', () => {
  test('XML that is broken, with its place', async () => {
    const file = join(await mkdtemp(path('broken-')), 'broken.qgs')
    await writeFile(file, `<qgis version="3.22.0">\n<!-- a -- b -->\n</qgis>`)
    const { error } = await call('openProject', {
      project: file,
      root: join(file, '..'),
      offline: true,
      thumbnail: null,
    })
    expect(error).toMatchObject({ code: 'project.brokenXml', params: { file: 'broken.qgs', line: 2 } })
  })

  test('a job that nobody wants any more ends', async () => {
    const params = await made({ layers: [trees, { ...trees, name: 'More', id: 'more_1234567' }] })
    expect((await call('openProject', params, { cancelAt: 2 })).error?.code).toBe('job.cancelled')
  })
})

describe('many layers', () => {
  test('30 layers', async () => {
    const layers = Array.from({ length: 30 }, (_, number): LayerSpec => {
      const kind = (['gpkg', 'gpkg', 'shp', 'geojson', 'csv'] as const)[number % 5] ?? 'gpkg'
      return {
        name: `Layer ${number}`,
        kind,
        features: 1000,
        fields: [{ name: 'name' }, { name: 'photo', widget: { type: 'ExternalResource' } }],
      }
    })
    const params = await made({ layers, replace: [canvas(0, 0, 0.1, 0.01)] })
    const { result, progress } = await call('openProject', {
      ...params,
      thumbnail: path('thirty.png'),
    })
    expect(result?.layers.map(({ isValid, count }) => isValid && count)).toEqual(
      Array.from({ length: 30 }, () => 1000),
    )
    expect(result?.drawn).toBe(true)
    expect(new Set(progress.map(([step]) => step))).toEqual(
      new Set(['opening_check', 'project_details', 'generate_thumbnail_image']),
    )
  })
})
