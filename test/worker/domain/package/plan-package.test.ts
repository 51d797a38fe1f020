import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { planPackage, type PackageInput } from '#worker/domain/package/plan-package.ts'
import type { OpenedProject } from '#worker/domain/project/opened.ts'
import { openedOf, root, type SomeLayer } from '#test/worker/domain/project/opened.ts'

function plan(project: OpenedProject, input: Partial<PackageInput> = {}) {
  const files = project.parts.flatMap((each) => each.files.map((file) => file.slice(root.length + 1)))
  return planPackage({ opened: project, actions: 'cloud', leaveOut: [], root, files, ...input })
}

const decided = (layer: SomeLayer, input?: Partial<PackageInput>) => {
  const { plan: made, lost } = plan(openedOf([{ name: 'a', ...layer }]), input)
  return { ...made.layers[0], lost: lost.map(({ why }) => why) }
}

describe('what becomes of a layer', () => {
  test.each<[string, SomeLayer, string]>([
    ['vector', {}, 'offline'],
    ['virtual', { isVirtual: true, file: null }, 'no_action'],
    ['localized', { isLocalized: true, file: null }, 'no_action'],
    ['in memory', { isMemory: true, file: null, cloudAction: 'no_action' }, 'offline'],
    ['raster', { type: 'raster', primaryKey: null }, 'no_action'],
    [
      'raster that shall be offline',
      { type: 'raster', primaryKey: null, cloudAction: 'offline' },
      'no_action',
    ],
    ['raster that shall be copied', { type: 'raster', primaryKey: null, cloudAction: 'copy' }, 'copy'],
    ['chosen', { cloudAction: 'keep_existent' }, 'keep_existent'],
    ['removed', { cloudAction: 'remove', isValid: false, errorCode: 'invalid_dataprovider' }, 'remove'],
    ['without a key', { primaryKey: null, unsupportedPrimaryKey: true }, 'no_action'],
    ['without a key, yet removed', { unsupportedPrimaryKey: true, cloudAction: 'remove' }, 'remove'],
  ])('%s', (_, layer, action) => {
    expect(decided(layer)).toMatchObject({ action, lost: [] })
  })

  test('by cable it is the cable’s action, and keys are nobody’s business', () => {
    const layer: SomeLayer = {
      action: 'copy',
      cloudAction: 'remove',
      unsupportedPrimaryKey: true,
      primaryKey: null,
    }
    expect(decided(layer, { actions: 'cable' })).toMatchObject({
      action: 'copy',
      readOnly: false,
      isKeyless: false,
      primaryKey: null,
    })
  })

  test('without a usable key it is read-only', () => {
    const layer: SomeLayer = { unsupportedPrimaryKey: true, primaryKey: null }
    expect(decided(layer)).toMatchObject({ readOnly: true, isKeyless: true, primaryKey: null })
  })

  test('a column called fid stands for a key', () => {
    const field = {
      name: 'FID',
      alias: '',
      type: 'Integer',
      length: 0,
      precision: 0,
      isNotNull: false,
      isUnique: false,
      defaultValue: '',
      widget: '',
    }
    expect(decided({ primaryKey: null, fields: [field] })).toMatchObject({
      primaryKey: 'FID',
      isKeyless: false,
    })
  })

  const invalid = { isValid: false, errorCode: 'invalid_dataprovider' } as const

  test('an invalid one is lost with its reason, unless it is left out', () => {
    const layer: SomeLayer = { ...invalid, errorSummary: 'File "a.gpkg" missing.' }
    expect(decided(layer).lost).toEqual(['File "a.gpkg" missing.'])
    expect(decided({ ...invalid }).lost).toEqual(['invalid_dataprovider'])
    expect(decided(layer, { leaveOut: ['layer_1'] })).toMatchObject({
      action: 'remove',
      lost: [],
      file: null,
    })
  })

  test('a database out of reach is lost, a web map stays as it is', () => {
    expect(decided({ ...invalid, provider: 'postgres', file: null, isOnline: true }).lost).toHaveLength(1)
    expect(
      decided({ ...invalid, type: 'raster', provider: 'wms', file: null, isOnline: true }),
    ).toMatchObject({
      action: 'no_action',
      isOnline: true,
      file: null,
      lost: [],
    })
  })

  test('an ECW is lost: QField has no reader for it', () => {
    expect(decided({ type: 'raster', file: 'x.ECW' }).lost).toHaveLength(1)
  })
})

describe('tables', () => {
  const source = (filter: string): SomeLayer => ({
    file: 's.gpkg',
    filter,
    uri: `${root}/s.gpkg|layername=s${filter === '' ? '' : `|subset=${filter}`}`,
  })

  test('layers of one source share one', () => {
    const { layers } = plan(
      openedOf([
        { name: 'A', ...source('x = 1') },
        { name: 'B', ...source('') },
        { name: 'A', id: 'c' },
      ]),
    ).plan
    expect(layers.map(({ table }) => table)).toEqual(['a', 'a', 'a_1'])
  })

  test('of databases too', () => {
    const uri = `dbname='x' key='id' table="public"."t" (geom)`
    const { layers } = plan(
      openedOf([
        { name: 'A', provider: 'postgres', file: null, filter: `n = 'sql='`, uri: `${uri} sql=n = 'sql='` },
        { name: 'B', provider: 'postgres', file: null, filter: '', uri: `${uri} sql=` },
        { name: 'C', provider: 'postgres', file: null, filter: '', uri },
      ]),
    ).plan
    expect(layers.map(({ table }) => table)).toEqual(['a', 'a', 'a'])
  })

  test('layers in memory never do', () => {
    const memory: SomeLayer = { isMemory: true, file: null, uri: 'Point?crs=EPSG:4326', provider: 'memory' }
    expect(
      plan(
        openedOf([
          { name: 'A', ...memory },
          { name: 'B', ...memory },
        ]),
      ).plan.layers.map(({ table }) => table),
    ).toEqual(['a', 'b'])
  })
})

describe('files', () => {
  test('go under the packaged project’s name', () => {
    const files = [
      'site.qgs',
      'site.qml',
      'site_fr.qm',
      'site_pt-BR.qm',
      'site_notes.txt',
      'sub/site.qml',
      'logo.png',
    ]
    const project = { ...openedOf([]), images: ['./logo.png', '/elsewhere/logo.png', 'gone.png'] }
    const made = plan(project, { files }).plan
    expect(made.projectFile).toBe('site_qfield.qgz')
    expect(made.files).toEqual([
      { from: `${root}/site.qml`, to: 'site_qfield.qml' },
      { from: `${root}/site_fr.qm`, to: 'site_qfield_fr.qm' },
      { from: `${root}/site_pt-BR.qm`, to: 'site_qfield_pt-BR.qm' },
      { from: `${root}/logo.png`, to: 'logo.png' },
    ])
  })

  test('never take each other’s names, whatever the folders', () => {
    const name = fc.constantFrom('x', 'X', 'x_1', 'data', 'site_qfield', 'ä', 'a\u0308')
    const place = fc.record({
      folder: fc.constantFrom('', 'a/', 'b/', 'b/c/'),
      name,
      end: fc.constantFrom('gpkg', 'shp', 'tif', 'qgz'),
    })
    fc.assert(
      fc.property(fc.array(place, { maxLength: 12 }), fc.boolean(), (places, isOffline) => {
        const names = places.map(({ folder, name: stem, end }) => `${folder}${stem}.${end}`)
        const beside = names.flatMap((each) =>
          each.endsWith('shp') ? [each, each.replace(/shp$/, 'dbf')] : [each, `${each}.aux.xml`],
        )
        const layers: SomeLayer[] = names.map((file) => ({ file, cloudAction: 'copy' }))
        const { plan: made } = plan(openedOf(isOffline ? [...layers, { name: 'o' }] : layers), {
          files: [...new Set([...beside, 'o.gpkg'])],
        })
        const targets = made.files.map(({ to }) => to.normalize('NFC').toLowerCase())
        const reserved = ['site_qfield.qgz', ...(isOffline ? ['data.gpkg'] : [])]
        expect(new Set([...targets, ...reserved]).size).toBe(targets.length + reserved.length)
        // A sidecar may belong to two of them, and go with each.
        const own = made.files
          .map(({ from }) => from)
          .filter((from) => names.includes(from.slice(root.length + 1)))
        expect(new Set(own).size).toBe(own.length)
        for (const [at, layer] of made.layers.slice(0, names.length).entries()) {
          expect(made.files).toContainEqual({ from: `${root}/${names[at] ?? ''}`, to: layer.file })
        }
      }),
    )
  })

  test('of a folder that is a database stay together', () => {
    const files = ['a/x.gdb/a1.gdbtable', 'a/x.gdb/gdb', 'b/x.gdb/gdb']
    const project = openedOf([
      {
        file: 'a/x.gdb',
        cloudAction: 'copy',
        files: [`${root}/a/x.gdb`, ...files.slice(0, 2).map((each) => `${root}/${each}`)],
      },
    ])
    expect(plan(project, { files }).plan.files).toEqual([
      { from: `${root}/a/x.gdb/a1.gdbtable`, to: 'x.gdb/a1.gdbtable' },
      { from: `${root}/a/x.gdb/gdb`, to: 'x.gdb/gdb' },
    ])
  })
})

describe('the area', () => {
  const wkt = 'Polygon ((0 0, 1 0, 1 1, 0 0))'
  const area = (
    areaOfInterest: string | null,
    onlyInArea = true,
    areaOfInterestCrs: string | null = 'EPSG:4326',
  ) => plan(openedOf([], { areaOfInterest, onlyInArea, areaOfInterestCrs })).plan.area

  test('counts where the project asks for it', () => {
    expect(area(wkt)).toEqual({ wkt, crs: 'EPSG:4326' })
    expect(area(wkt, false)).toBeNull()
    expect(area(null)).toBeNull()
  })

  test.each(['Point (1 1)', 'nonsense', 'Polygon EMPTY'])('may not be %s', (text) => {
    expect(() => area(text)).toThrow('package.areaInvalid')
  })

  test('has a CRS', () => {
    expect(() => area(wkt, true, '')).toThrow('package.areaInvalid')
  })
})
