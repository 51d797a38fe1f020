import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { startFakeCloud } from '#test/fakes/qfieldcloud/start.ts'
import { profiles, talk, type Answer } from '#test/fakes/qfieldcloud/talk.ts'

test.each(profiles)('%s: troubles come when they are asked for, and are counted', async (profile) => {
  const { ask, login, upload, cloud } = await talk({ profile })
  await login()
  const { id } = cloud.addProject()
  await cloud.put(id, 'x', '0123456789')
  const read = (): Promise<Answer> => ask(`GET files/${id}/x/`)

  cloud.trouble({ page: 502 })
  expect(await read()).toMatchObject({ status: 502, json: null })
  cloud.trouble({ tooMany: { retryAfter: 7 } }, { on: /files/ })
  expect((await read()).headers.get('retry-after')).toBe('7')
  cloud.trouble({ tooMany: {} })
  expect((await read()).headers.get('retry-after')).toBeNull()
  cloud.trouble({ portal: 'page' })
  expect(await read()).toMatchObject({ status: 200, json: null })
  cloud.trouble({ portal: 'redirect' })
  expect((await read()).headers.get('location')).toBe(`${cloud.url}/portal/`)
  cloud.trouble({ error: { status: 409, code: 'conflict' } })
  expect(await read()).toMatchObject({ status: 409, json: { code: 'conflict' } })
  cloud.trouble({ reset: true })
  await expect(read()).rejects.toThrow('fetch failed')
  cloud.trouble({ cutDownloadAfter: 4 })
  await expect(read()).rejects.toThrow('terminated')
  expect(cloud.requests.at(-1)).toMatchObject({ status: 200, bytesOut: 4, cut: true })
  expect(await read()).toMatchObject({ status: 200, text: '0123456789' })

  cloud.trouble({ cutUploadAfter: 300_000 })
  await expect(upload(id, 'y', new Uint8Array(5_000_000))).rejects.toThrow('fetch failed')
  const [cut] = cloud.uploads('y')
  expect(cut).toMatchObject({ status: null, cut: true })
  expect(cut?.bytesIn).toBeLessThan(600_000)
  expect(await cloud.read(id, 'y')).toBeNull()
  cloud.trouble({ storedBytes: 3 })
  expect((await upload(id, 'y', 'whole')).status).toBe(201)
  expect(String(await cloud.read(id, 'y'))).toBe('who')
  cloud.trouble({ storageBytes: 1 })
  expect(await upload(id, 'z', 'more')).toMatchObject({ status: 402, json: { code: 'over_quota' } })

  cloud.after(1, cloud.expireTokens, /files/)
  expect((await read()).status).toBe(200)
  expect((await read()).json).toMatchObject({ code: 'token_authentication_failed' })
  await login()
  cloud.after(0, () => cloud.state.projects.delete(id))
  expect((await read()).json).toMatchObject({ code: 'object_not_found' })
})

test('a slow answer that is larger than what waits for the line comes whole', async () => {
  const { ask, login, cloud } = await talk({ profile: '2026' })
  await login()
  const { id } = cloud.addProject()
  await cloud.put(id, 'x', Buffer.alloc(300_000, 'x'))
  cloud.trouble({ bytesPerSecond: 3_000_000 })
  const { text } = await ask(`GET files/${id}/x/`)
  expect(text).toBe('x'.repeat(300_000))
  expect(cloud.requests.at(-1)).toMatchObject({ bytesOut: 300_000, cut: false })
})

test('requests that come before the answer to the last one are answered too', async () => {
  const cloud = await startFakeCloud({ profile: '2026' })
  const { port } = new URL(cloud.url)
  const socket = connect(Number(port), '127.0.0.1')
  socket.setEncoding('utf8')
  socket.write('GET /api/v1/status/ HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(3))
  let said = ''
  for await (const text of socket as AsyncIterable<string>) {
    said += text
    if (said.split('HTTP/1.1 200 OK').length === 4) break
  }
  expect(cloud.requests).toHaveLength(3)
})
