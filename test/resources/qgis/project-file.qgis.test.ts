import { mkdtemp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { call, succeed } from '#test/resources/qgis/call.ts'
import { makeProject } from '#test/resources/qgis/make-project.ts'
import { python } from '#test/resources/qgis/python.ts'
import { scratch } from '#test/resources/qgis/sources.ts'

const { path } = scratch()

/** A project's XML with these parts inside `<qgis>`. */
const qgis = (...parts: string[]) =>
  [
    "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>",
    '<qgis version="3.40.1-X">',
    ...parts,
    '</qgis>',
  ].join('\n')

async function written(xml: string, name = 'p.qgs') {
  const file = join(await mkdtemp(path('file-')), name)
  await writeFile(file, xml)
  return file
}

/** A .qgz made by Python: `entries` is Python for a dict of names and contents, `after` may change the file. */
async function zipped(entries: string, after = '') {
  const file = join(await mkdtemp(path('zip-')), 'p.qgz')
  await python(
    `import sys, zipfile, struct
path = sys.argv[1]
with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as archive:
    for name, content in (${entries}).items():
        archive.writestr(name, content)
data = bytearray(open(path, 'rb').read())
central = data.index(b'PK\\x01\\x02')
${after}
open(path, 'wb').write(data)`,
    file,
  )
  return file
}

const facts = async (file: string) => await succeed('projectFile', { path: file })
const failure = async (file: string) => (await call('projectFile', { path: file })).error

describe('what a project file says', () => {
  let made: { project: string; layers: Record<string, string> }
  beforeAll(async () => {
    made = await makeProject({
      out: path('said'),
      file: 'site.qgz',
      title: 'Site – Größe',
      entries: [
        { scope: 'qfieldsync', key: 'attachmentDirs', value: ['DCIM', 'sound files'] },
        { scope: 'qfieldsync', key: 'dataDirs', value: ['extra'] },
      ],
      macros: 'def openProject():\n    pass',
      layers: [
        { name: 'Trees', id: 'trees_123456', kind: 'gpkg', features: 2 },
        {
          name: 'Wells',
          id: 'wells_123456',
          kind: 'vector',
          provider: 'postgres',
          source: `dbname='x' host=db.example port=5432 user='u' password='it\\'s' key='id' table="t"`,
        },
      ],
    })
  })

  test('of a .qgz that QGIS wrote', async () => {
    expect(await facts(made.project)).toEqual({
      title: 'Site – Größe',
      qgisVersion: expect.stringMatching(/^\d+\.\d+\.\d+-/),
      attachmentDirs: ['DCIM', 'sound files'],
      dataDirs: ['extra'],
      hasMacros: true,
      showsFeatureCounts: false,
      layers: expect.arrayContaining([
        { id: 'trees_123456', name: 'Trees', provider: 'ogr', source: './Trees.gpkg|layername=Trees' },
        {
          id: 'wells_123456',
          name: 'Wells',
          provider: 'postgres',
          source: `dbname='x' host=db.example port=5432 user='u' password=*** key='id' table="t"`,
        },
      ]),
    })
  })

  test('of one that says nothing', async () => {
    expect(await facts(await written(qgis()))).toEqual({
      title: '',
      qgisVersion: '3.40.1-X',
      attachmentDirs: ['DCIM'],
      dataDirs: [],
      hasMacros: false,
      showsFeatureCounts: false,
      layers: [],
    })
  })

  test.each([
    [
      'today',
      '<qfieldsync><attachmentDirs type="QStringList"><value>a</value></attachmentDirs></qfieldsync>',
    ],
    [
      'in its other spelling',
      '<QFieldSync><attachmentDirs type="QStringList"><value>a</value></attachmentDirs></QFieldSync>',
    ],
    ['as one text', '<QFieldSync><attachmentDirs type="QString">a</attachmentDirs></QFieldSync>'],
    [
      'as QGIS 4 writes it',
      '<properties name="qfieldsync"><properties type="QStringList" name="attachmentDirs"><value>a</value></properties></properties>',
    ],
  ])("QFieldSync's folders %s", async (_, entries) => {
    const file = await written(qgis(`<properties>${entries}</properties>`))
    expect((await facts(file)).attachmentDirs).toEqual(['a'])
  })

  test.each([
    '<legend><legendlayer showFeatureCount="1" name="a"/></legend>',
    '<layer-tree-group><layer-tree-layer><customproperties><Option type="Map"><Option value="1" name="showFeatureCount" type="QString"/></Option></customproperties></layer-tree-layer></layer-tree-group>',
    '<layer-tree-group><layer-tree-layer><customproperties><property key="showFeatureCount" value="1"/></customproperties></layer-tree-layer></layer-tree-group>',
  ])('feature counts in the legend: %s', async (counts) => {
    expect((await facts(await written(qgis(counts)))).showsFeatureCounts).toBe(true)
    const off = counts.replace('="1"', '="0"')
    expect((await facts(await written(qgis(off)))).showsFeatureCounts).toBe(false)
  })
})

describe('what is broken', () => {
  test('XML, with its line and column', async () => {
    const file = await written(qgis('<title>a</title>', '  <layers><b></layers>'))
    expect(await failure(file)).toEqual({
      code: 'project.brokenXml',
      params: { file: 'p.qgs', line: 4, column: 16 },
      detail: expect.stringContaining('mismatched tag'),
    })
  })

  test('XML inside a .qgz', async () => {
    const file = await zipped(`{'p.qgs': '<qgis>\\n<!-- -- --></qgis>'}`)
    expect(await failure(file)).toMatchObject({
      code: 'project.brokenXml',
      params: { file: 'p.qgz', line: 2 },
    })
  })

  test('XML that ends too early, or is none, or is not of QGIS', async () => {
    expect(await failure(await written('<qgis><title>a'))).toMatchObject({ code: 'project.brokenXml' })
    expect(await failure(await written(''))).toMatchObject({ code: 'project.brokenXml' })
    expect(await failure(await written('<html></html>'))).toMatchObject({ code: 'project.brokenXml' })
  })

  test('entities that grow', async () => {
    const bomb = `<!DOCTYPE qgis [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>\n<qgis><title>&b;</title></qgis>`
    expect(await failure(await written(bomb))).toMatchObject({
      code: 'project.brokenXml',
      params: { line: 1 },
      detail: expect.stringContaining('entity a'),
    })
  })

  test('a .qgz that is no archive, is cut off, is damaged or holds no project', async () => {
    const whole = `{'p.qgs': '<qgis>' + 'a' * 5000 + '</qgis>'}`
    const broken = [
      await written('nothing', 'p.qgz'),
      await zipped(whole, 'del data[-40:]'),
      await zipped(whole, 'data[50:60] = bytes(10)'),
      await zipped(`{'readme.txt': 'a'}`),
    ]
    for (const file of broken)
      expect(await failure(file)).toMatchObject({ code: 'project.notArchive', params: { file: 'p.qgz' } })
  })

  test('a file that is not there', async () => {
    expect(await failure(path('no.qgs'))).toMatchObject({
      code: 'project.unreadable',
      params: { file: 'no.qgs' },
    })
  })
})

describe('what is not safe', () => {
  test.each([`'../x.svg'`, `'/x.svg'`, `'C:/x.svg'`, `'a/../../x.svg'`, String.raw`'..\\x.svg'`])(
    'an archive with %s',
    async (name) => {
      const file = await zipped(`{'p.qgs': '<qgis/>', ${name}: 'a'}`)
      expect(await failure(file)).toMatchObject({ code: 'project.unsafeArchive', params: { file: 'p.qgz' } })
    },
  )

  test('an archive that is encrypted', async () => {
    const file = await zipped(`{'p.qgs': '<qgis/>'}`, 'data[central + 8] |= 1')
    expect(await failure(file)).toMatchObject({ code: 'project.unsafeArchive' })
  })

  test('an archive that says that it is too large is not unpacked', async () => {
    const claim = (size: string) => `data[central + 24:central + 28] = struct.pack('<I', ${size})`
    expect(await failure(await zipped(`{'p.qgs': '<qgis/>'}`, claim('513 << 20')))).toMatchObject({
      code: 'project.zipBomb',
      params: { file: 'p.qgz', megabytes: 512 },
    })
    expect(
      await failure(await zipped(`{'a.bin': 'a', 'p.qgs': '<qgis/>'}`, claim('2049 << 20'))),
    ).toMatchObject({
      code: 'project.zipBomb',
      params: { megabytes: 2048 },
    })
  })

  test('an archive that is packed like no project', async () => {
    const file = await zipped(`{'p.qgs': '<qgis>' + ' ' * (65 << 20) + '</qgis>'}`)
    expect(await failure(file)).toMatchObject({ code: 'project.zipBomb', params: { megabytes: 65 } })
  })

  test('a small one may pack as well as it likes', async () => {
    const file = await zipped(`{'p.qgs': '<qgis>' + ' ' * (20 << 20) + '</qgis>'}`)
    expect(await failure(file)).toBeUndefined()
  })
})
