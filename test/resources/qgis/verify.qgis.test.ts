import { mkdtemp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { beforeAll, describe, expect, test } from 'vitest'
import { call, succeed } from '#test/resources/qgis/call.ts'
import { field, smallPlan, vectorLayer } from '#test/resources/qgis/plan.ts'
import { python } from '#test/resources/qgis/python.ts'
import { scratch } from '#test/resources/qgis/sources.ts'

const { path } = scratch()

async function project(plan = smallPlan()) {
  const folder = await mkdtemp(path('project-'))
  await succeed('build', { plan, folder })
  return folder
}

/** Changes the project's XML as another program might: `change` is Python over the text `xml`. */
async function edit(folder: string, change: string) {
  const code = `import sys, zipfile
path = sys.argv[1]
xml = zipfile.ZipFile(path).read('site.qgs').decode()
changed = ${change}
assert changed != xml
zipfile.ZipFile(path, 'w').writestr('site.qgs', changed)`
  await python(code, join(folder, 'site.qgz'))
}

/** The small plan with one more layer, whose only column is a ValueRelation. */
function withRelation(config: Record<string, unknown>) {
  const plan = smallPlan()
  const widget = { type: 'ValueRelation' as const, config }
  plan.layers.push(
    vectorLayer({ id: 'other_00000000', name: 'B', table: 'b', fields: [field('x', { widget })] }),
  )
  return plan
}

describe('what it notices', () => {
  test('a plan with expressions that QGIS cannot run', async () => {
    const plan = smallPlan()
    plan.layers.push(
      vectorLayer({
        id: 'broken_00000000',
        name: 'Broken',
        table: 'broken',
        geometry: 'None',
        fields: [
          field('a', { default: { expression: 'nosuch(1)', onUpdate: false } }),
          field('b', { constraint: { expression: '"zzz" > 1', description: '', strength: 'hard' } }),
          field('c', { aliasExpression: "'x' ||" }),
        ],
        form: [
          {
            kind: 'group',
            name: 'G',
            showLabel: true,
            visible: '(',
            collapsed: false,
            columns: 1,
            children: [],
          },
        ],
      }),
    )
    const folder = await project(plan)
    const { problems } = await succeed('verify', { plan, folder })
    expect(problems).toEqual([
      expect.stringMatching(/^layer Broken, default of a: .*not known/),
      expect.stringMatching(/^layer Broken, constraint of b: .*zzz/),
      expect.stringMatching(/^layer Broken, alias of c: syntax error/),
      expect.stringMatching(/^layer Broken, visibility of G: syntax error/),
    ])
  })

  test('a list without its columns', async () => {
    const plan = withRelation({ Layer: 'list_use_11223344', Key: 'name', Value: 'label_fr' })
    const folder = await project(plan)
    expect((await succeed('verify', { plan, folder })).problems).toEqual([
      'layer B, x: its list has no column label_fr',
    ])
  })

  test('a list that is not there, for which QGIS may leave out the whole layer', async () => {
    const plan = withRelation({ Layer: 'nowhere', LayerName: 'n' })
    const folder = await project(plan)
    const { problems } = await succeed('verify', { plan, folder })
    expect(problems).toContainEqual(expect.stringMatching(/^layer B(, x: its list n)? is missing$/))
  })

  test('tables that changed behind its back', async () => {
    const folder = await project()
    const database = new DatabaseSync(join(folder, 'site_lists.gpkg'))
    database.exec(`delete from "use" where name = 'none'`)
    database.close()
    await writeFile(join(folder, 'site_tasks.gpkg'), '')
    const { problems } = await succeed('verify', { plan: smallPlan(), folder })
    expect(problems).toEqual([
      expect.stringMatching(/^layer Tasks is invalid/),
      'layer list_use has 2 rows of 3',
    ])
  })

  test.each([
    [
      'a second canvas',
      `xml.replace('</qgis>', '<mapcanvas name="theMapCanvas"/></qgis>')`,
      '2 map canvases',
    ],
    ['an endless extent', `xml.replace('<xmax>85.4<', '<xmax>inf<')`, 'the map canvas has the extent'],
    ['another title', `xml.replace('<title>', '<title>x')`, 'title is'],
    [
      'a lost form relation',
      `xml.replace('relation="rel_people"', 'relation=""')`,
      'the form names the relation , which is not there',
    ],
    [
      'an absolute path',
      `xml.replace('<datasource>./site_tasks', '<datasource>/home/me/site_tasks')`,
      'absolute path /home/me/site_tasks.gpkg|layername=tasks',
    ],
  ])('%s', async (_, change, problem) => {
    const folder = await project()
    await edit(folder, change)
    const { problems } = await succeed('verify', { plan: smallPlan(), folder })
    expect(problems).toContainEqual(expect.stringContaining(problem))
  })

  test('a project that is no project', async () => {
    const folder = await project()
    await writeFile(join(folder, 'site.qgz'), 'nothing')
    const { problems } = await succeed('verify', { plan: smallPlan(), folder })
    expect(problems).toEqual([expect.stringContaining('cannot be read')])
  })
})

describe('what cannot be built', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(path('failed-'))
  })
  const code = async (plan: ReturnType<typeof smallPlan>) =>
    (await call('build', { plan, folder })).error?.code

  test('a basemap that is none', async () => {
    await writeFile(join(folder, 'base.mbtiles'), 'nothing')
    const layers = [
      { kind: 'mbtiles' as const, id: 'basemap_00000000', name: 'Basemap', file: 'base.mbtiles' },
    ]
    expect(await code({ ...smallPlan(), layers, relations: [] })).toBe('basemap.unreadable')
  })

  test('a layer id that QGIS would change', async () => {
    const layers = [vectorLayer({ id: 'a_12345678', table: 'a' })]
    expect(await code({ ...smallPlan(), layers, relations: [] })).toBe('qgis.failed')
  })

  test('an existing table that does not exist', async () => {
    expect(await code({ ...smallPlan(), layers: [vectorLayer({ existing: true })], relations: [] })).toBe(
      'qgis.failed',
    )
  })

  test('a label with control characters is written without them', async () => {
    const plan = { ...smallPlan(), title: 'a\u0001b\u000bc' }
    const clean = await project(plan)
    expect((await succeed('verify', { plan, folder: clean })).problems).toEqual([])
  })
})
