import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeProject } from '#test/resources/qgis/make-project.ts'
import { run, scratch } from '#test/worker/cli/run.ts'

/** A project of one layer with a photo that is a link to a file that no package has. */
async function place() {
  const folder = scratch()
  const site = join(folder, 'site')
  await makeProject({
    out: site,
    file: 'site.qgs',
    layers: [{ name: 'Trees', kind: 'gpkg', features: 1 }],
    texts: { 'archive/oak.jpg': 'picture', 'DCIM/elm.jpg': 'other' },
  })
  symlinkSync('../archive/oak.jpg', join(site, 'DCIM/oak.jpg'))
  const pack = (from: string, out: string, ...more: string[]) =>
    run(['package', from, '--out', out, ...more, '--json', '--data', join(folder, 'data')])
  return { folder, site, pack }
}

test('photos that are links come along as photos', async () => {
  const { folder, site, pack } = await place()
  const out = join(folder, 'pack')
  const document = (await pack(site, out, '--zip')).document()
  expect(document).toMatchObject({ state: 'finished', zip: `${out}.zip` })
  expect(document['packageFiles']).toContainEqual(expect.objectContaining({ name: 'DCIM/oak.jpg' }))
  expect(lstatSync(join(out, 'DCIM/oak.jpg')).isFile()).toBe(true)
  expect(readFileSync(join(out, 'DCIM/oak.jpg'), 'utf8')).toBe('picture')
})

test('a folder of photos that is a link comes along as a folder', async () => {
  const { folder, site, pack } = await place()
  renameSync(join(site, 'DCIM'), join(site, 'photos'))
  symlinkSync('photos', join(site, 'DCIM'))
  const out = join(folder, 'pack')
  expect((await pack(site, out)).document()).toMatchObject({ state: 'finished' })
  expect(lstatSync(join(out, 'DCIM')).isDirectory()).toBe(true)
  expect(readFileSync(join(out, 'DCIM/elm.jpg'), 'utf8')).toBe('other')
  expect(readFileSync(join(out, 'DCIM/oak.jpg'), 'utf8')).toBe('picture')
  expect(lstatSync(join(site, 'DCIM')).isSymbolicLink()).toBe(true)
  expect(readFileSync(join(site, 'photos/elm.jpg'), 'utf8')).toBe('other')
})

test('a zip that stands beside is not written over', async () => {
  const { folder, site, pack } = await place()
  const out = join(folder, 'pack')
  writeFileSync(`${out}.zip`, 'precious')
  expect((await pack(site, out, '--zip')).document()['error']).toMatchObject({ code: 'output.occupied' })
  expect(readFileSync(`${out}.zip`, 'utf8')).toBe('precious')
  expect(existsSync(out)).toBe(false)
})

test('no package goes into the project by way of a link', async () => {
  const { folder, site, pack } = await place()
  const link = join(folder, 'link')
  symlinkSync('site', link)
  mkdirSync(join(site, 'sub'))
  expect((await pack(link, join(site, 'sub/pack'))).document()['error']).toMatchObject({
    code: 'package.inside',
  })
  expect((await pack(site, join(link, 'pack'))).document()['error']).toMatchObject({ code: 'package.inside' })
})
