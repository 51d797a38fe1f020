import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { profiles, qgs, talk, type Answer } from '#test/fakes/qfieldcloud/talk.ts'

test.each(profiles)('%s: files keep their ETag, versions and names', async (profile) => {
  const { ask, login, upload, cloud } = await talk({ profile })
  await login()
  const { id } = cloud.addProject()
  const large = randomBytes(8 * 1024 * 1024 + 1)
  for (const content of ['one', 'two', 'three', 'four']) await upload(id, 'a b/ü%.txt', content)
  await upload(id, 'DCIM/1.jpg', 'photo')
  const made = await upload(id, 'large.bin', large)
  expect([made.status, made.text]).toEqual([201, profile === '2024' ? '' : '{}'])
  const files = (await ask(`GET files/${id}/`)).json as {
    name: string
    md5sum: string
    size: number
    versions: { version_id: string; size: number; is_latest: boolean }[]
  }[]
  expect(files.map(({ name }) => name)).toEqual(['a b/ü%.txt', 'DCIM/1.jpg', 'large.bin'])
  expect(files).toMatchObject([
    { is_attachment: false },
    { is_attachment: true },
    { md5sum: expect.stringMatching(/^[0-9a-f]{32}-2$/) },
  ])
  expect(files[0]?.versions.map(({ size, is_latest }) => [size, is_latest])).toEqual([
    [3, false],
    [5, false],
    [4, true],
  ])
  const [old] = files[0]?.versions ?? []
  const path = `files/${id}/a%20b/%C3%BC%25.txt/`
  expect((await ask(`GET ${path}?version=${old?.version_id}`)).text).toBe('two')
  expect((await ask(`GET ${path}`, null, { 'If-None-Match': files[0]?.md5sum ?? '' })).status).toBe(304)
  expect((await cloud.read(id, 'large.bin'))?.equals(large)).toBe(true)
  expect(cloud.uploads('a b/ü%.txt')).toHaveLength(4)
  const gone = await ask(`DELETE ${path}`, null, { 'x-file-version': old?.version_id ?? '' })
  expect(gone.status).toBe(profile === '2024' ? 200 : 204)
  expect((await ask(`GET ${path}?version=${old?.version_id}`)).json).toMatchObject({
    code: 'object_not_found',
  })
})

test.each(profiles)('%s: a download goes on where the server knows how', async (profile) => {
  const { ask, login, cloud } = await talk({ profile })
  await login()
  const { id } = cloud.addProject()
  await cloud.put(id, 'x', '0123456789')
  const from = (range: string): Promise<Answer> => ask(`GET files/${id}/x/`, null, { Range: range })
  expect((await from('bytes=4-')).text).toBe(profile === '2024' ? '0123456789' : '456789')
  cloud.quirks.range = true
  const part = await from('bytes=4-')
  expect([part.status, part.text, part.headers.get('content-range')]).toEqual([206, '456789', 'bytes 4-9/10'])
  expect((await from('bytes=2-4')).text).toBe('234')
  for (const wrong of ['bytes=-3', 'bytes=4-4', 'bytes=10-', 'bytes=1-2,4-5'])
    expect(await from(wrong)).toMatchObject({ status: 416, json: { code: 'invalid_http_range' } })
})

test.each(profiles)('%s: one project file, one check for many uploads, none for photos', async (profile) => {
  const { ask, login, upload, cloud } = await talk({ profile })
  await login()
  const { id } = cloud.addProject()
  await upload(id, 'trees.gpkg', 'table')
  expect(cloud.state.jobs.size).toBe(0)
  expect((await ask('POST jobs/', { project_id: id, type: 'package' })).json).toMatchObject({
    code: 'no_qgis_project',
  })
  await upload(id, 'site.qgs', qgs())
  await upload(id, 'trees.gpkg', 'other')
  await upload(id, 'DCIM/1.jpg', 'photo')
  expect(cloud.state.jobs.size).toBe(1)
  cloud.settle()
  await upload(id, 'DCIM/2.jpg', 'photo')
  expect(cloud.state.jobs.size).toBe(1)
  await upload(id, 'trees.gpkg', 'again')
  expect(cloud.state.jobs.size).toBe(2)
  expect((await upload(id, 'other.qgz', 'zip')).json).toMatchObject({ code: 'multiple_projects' })
  const bad = await upload(id, 'site.qgs', 'no project')
  expect(bad.status).toBe(profile === '2024' ? 201 : 400)
  cloud.settle()
  const { json } = await ask(`GET projects/${id}/`)
  expect(json).toMatchObject({ status: profile === '2024' ? 'failed' : 'ok' })
})
