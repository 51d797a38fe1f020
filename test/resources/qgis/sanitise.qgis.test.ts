import { describe, expect, test } from 'vitest'
import { smallPlan } from '#test/resources/qgis/plan.ts'
import { python } from '#test/resources/qgis/python.ts'

const head = '<qgis saveUserFull="A Person" saveUser="person" saveDateTime="2024-01-01T00:00:00">'
const crs = '<projectCrs><spatialrefsys><authid>EPSG:4326</authid></spatialrefsys></projectCrs>'

/** What sanitise makes of a project's XML. */
async function sanitised(body: string, given: { ids?: Record<string, string>; attachments?: string[] } = {}) {
  const plan = { ...smallPlan(), layers: [] }
  const code = `import json, sys
from sanitise import sanitise
xml, plan, ids, attachments = json.loads(sys.argv[1])
sys.stdout.reconfigure(encoding='utf-8')
print(sanitise(xml.encode(), plan, ids, attachments).decode())`
  const xml = `${head}${crs}${body}</qgis>`
  return python(code, JSON.stringify([xml, plan, given.ids ?? {}, given.attachments ?? []]))
}

const tree = '<layer-tree-group><layer-tree-layer id="a"/></layer-tree-group>'

const layer = (id: string) =>
  `<maplayer><id>${id}</id><layername>Layer ${id}</layername><provider>ogr</provider><datasource>./x.gpkg</datasource></maplayer>`
const style = (name: string) => `<ProjectStyleSettings iccProfileId="attachment:///${name}"/>`

describe('each defect of a headless QGIS', () => {
  test('no map canvas, or several: exactly one with the plan’s extent and the project’s CRS', async () => {
    const canvas = '<mapcanvas name="theMapCanvas"><extent><xmin>inf</xmin></extent></mapcanvas>'
    const other = '<mapcanvas name="mAreaCanvas"/>'
    const xml = await sanitised(`${tree}${canvas}${canvas}${other}`)
    expect(xml.match(/theMapCanvas/g)).toHaveLength(1)
    expect(xml).toContain('<xmin>85.3</xmin><ymin>27.6</ymin><xmax>85.4</xmax><ymax>27.7</ymax>')
    expect(xml).toContain(
      '<destinationsrs><spatialrefsys><authid>EPSG:4326</authid></spatialrefsys></destinationsrs>',
    )
    expect(xml).toContain('mAreaCanvas')
  })

  test('a layer without its node in the tree', async () => {
    const xml = await sanitised(`${tree}<projectlayers>${layer('a')}${layer('b')}</projectlayers>`)
    expect(xml.match(/<layer-tree-layer/g)).toHaveLength(2)
    expect(xml).toContain('<layer-tree-layer id="b" name="Layer b" providerKey="ogr" source="./x.gpkg"')
  })

  test('a colour profile that is not in the archive', async () => {
    const given = { attachments: ['kept.icc'] }
    expect(await sanitised(`${tree}${style('qt_temp-AbC')}`, given)).not.toContain('iccProfileId')
    expect(await sanitised(`${tree}${style('kept.icc')}`, given)).toContain('attachment:///kept.icc')
  })

  test('who saved it, and when', async () => {
    expect(await sanitised(tree)).not.toMatch(/saveUser|saveDateTime|person/i)
  })

  test('generated layer ids', async () => {
    const id = 'Survey_8f14e45f_ceea_467f_a9b0_c0e3f1d2a3b4'
    const xml = await sanitised(
      `<layer-tree-group><layer-tree-layer id="${id}"/></layer-tree-group><relation referencedLayer="${id}"/>`,
      { ids: { [id]: 'survey_0a1b2c3d' } },
    )
    expect(xml).not.toContain(id)
    expect(xml.match(/survey_0a1b2c3d/g)).toHaveLength(2)
  })

  test('text in any script comes through', async () => {
    expect(await sanitised(`${tree}<title>नेपाल &amp; 雪 &lt;b&gt;</title>`)).toContain(
      'नेपाल &amp; 雪 &lt;b&gt;',
    )
  })
})
