import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { utils, write } from '@e965/xlsx'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { compileForm } from '#worker/domain/xlsform/compile.ts'
import { collectForm, readFormFile } from '#worker/intake/form-file.ts'

let folder = ''
let form = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fieldpack-form-'))
  form = join(folder, 'form.xlsx')
  const book = utils.book_new()
  const survey = [
    ['type', 'name', 'label', 'calculation'],
    ['select_one_from_file towns.csv', 'town', 'Town'],
    ['select_one_from_file sites.geojson', 'site', 'Site'],
    ['xml-external', 'crops'],
    ['calculate', 'price', '', 'pulldata(’prices’, ’price’, ’name’, ${town})'],
    ['note', 'n', 'The crops, and some prices.'],
  ]
  utils.book_append_sheet(book, utils.aoa_to_sheet(survey), 'survey')
  await writeFile(form, write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer)
  const files = {
    'towns.csv': 'name,label\na,Aville\n',
    'old_towns.csv': 'name,label\nx,X\n',
    'prices.csv': 'name,price\na,2\n',
    'features.csv': 'id,label\n1,One\n',
    'notes.csv': 'name\nz\n',
    'crops.xml':
      '<root><!-- old --><item><name>m</name><label>Maize &amp; co&#46;</label></item><item><name>r</name></item></root>',
    'sites.geojson': JSON.stringify({
      type: 'FeatureCollection',
      features: [{ type: 'Feature', id: 7, geometry: null, properties: { title: 'Well', deep: true } }],
    }),
  }
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
})
afterAll(async () => rm(folder, { recursive: true, force: true }))

test('a job keeps the files that the form names, and no others', async () => {
  expect((await collectForm(form)).map(({ name }) => name)).toEqual([
    'form.xlsx',
    'companions/crops.xml',
    'companions/prices.csv',
    'companions/sites.geojson',
    'companions/towns.csv',
  ])
})

test('CSV, XML and GeoJSON are lists of the form', async () => {
  const { companions = [] } = await readFormFile(form)
  expect(companions.map(({ name, rows }) => [name, ...rows.map(({ cells }) => cells.join('|'))])).toEqual([
    ['crops', 'name|label', 'm|Maize & co.', 'r|'],
    ['prices', 'name|price', 'a|2'],
    ['sites', 'id|title|deep', '7|Well|true'],
    ['towns', 'name|label', 'a|Aville'],
  ])
  const compiled = compileForm(await readFormFile(form))
  expect(compiled.issues).toEqual([])
  const [town, site] = compiled.layers[0]?.questions ?? []
  expect(town?.list?.choices).toMatchObject([{ name: 'a', label: 'Aville' }])
  expect(site?.list?.choices).toMatchObject([{ name: '7', label: 'Well' }])
})

test('the kept copy finds its companions in their folder', async () => {
  const kept = join(folder, 'kept')
  await mkdir(join(kept, 'companions'), { recursive: true })
  for (const { path, name } of await collectForm(form)) {
    await copyFile(path, join(kept, name))
  }
  const { companions } = await readFormFile(join(kept, 'form.xlsx'))
  expect(companions).toHaveLength(4)
})

test('a form without companions, and a file that is no form', async () => {
  const text = join(folder, 'plain.csv')
  await writeFile(text, 'type,name,label\ntext,a,A\n')
  expect((await readFormFile(text)).companions).toEqual([])
  const broken = join(folder, 'broken.xlsx')
  await writeFile(broken, 'x')
  expect((await collectForm(broken)).map(({ name }) => name)).toEqual(['broken.xlsx'])
  await expect(readFormFile(broken)).rejects.toMatchObject({ code: 'form.notWorkbook' })
})
