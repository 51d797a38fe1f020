import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { collectForm, readFormFile } from '#worker/intake/form-file.ts'
import { imageSize } from '#worker/intake/image-size.ts'

let folder = ''
let form = ''

/** Just the beginnings of pictures, 300 by 200 pixels large. */
const png = Buffer.from('89504e470d0a1a0a0000000d494844520000012c000000c80802000000', 'hex')
const gif = Buffer.from('4749463839612c01c800000000', 'hex')
const jpeg = Buffer.from('ffd8ffe00004abcdffdb0003eeffc000110800c8012c0301', 'hex')

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fieldpack-media-'))
  form = join(folder, 'form.md')
  const rows = [
    '| survey | | | | |',
    '| | type | name | label | image |',
    '| | text | a | A | Oak.PNG |',
    '| | text | b | B | jr://images/pine.jpg |',
    '| | note | c | See oak.gif there. | hello.mp3 |',
  ]
  await writeFile(form, rows.join('\n'))
  for (const name of ['media', 'form-media', 'other']) await mkdir(join(folder, name))
  const files: [string, Buffer][] = [
    ['oak.png', png],
    ['oak.gif', gif],
    ['media/pine.jpg', jpeg],
    ['form-media/hello.mp3', Buffer.from('ID3')],
    ['form-media/oak.png', jpeg],
    ['other/pine.jpg', gif],
  ]
  for (const [name, bytes] of files) await writeFile(join(folder, name), bytes)
})
afterAll(async () => rm(folder, { recursive: true, force: true }))

test('what a cell names is found beside the form and in the folders of ODK’s tools', async () => {
  const { media = [] } = await readFormFile(form)
  expect(media).toEqual([
    { name: 'oak.png', path: join(folder, 'oak.png'), size: [300, 200] },
    { name: 'pine.jpg', path: join(folder, 'media', 'pine.jpg'), size: [300, 200] },
    { name: 'hello.mp3', path: join(folder, 'form-media', 'hello.mp3'), size: null },
  ])
})

test('a job keeps it, and reads it from there', async () => {
  const files = (await collectForm(form)).map(({ name }) => name)
  const media = ['companions/oak.png', 'companions/pine.jpg', 'companions/hello.mp3']
  expect(files).toEqual(['form.md', ...media])
  const kept = join(folder, 'kept')
  await mkdir(join(kept, 'companions'), { recursive: true })
  await copyFile(form, join(kept, 'form.md'))
  for (const name of media) await writeFile(join(kept, name), png)
  const found = (await readFormFile(join(kept, 'form.md'))).media ?? []
  expect(found.map(({ path }) => path)).toEqual(media.map((name) => join(kept, name)).sort())
})

test.each([
  ['a PNG', png],
  ['a GIF', gif],
  ['a JPEG behind other segments', jpeg],
])('%s tells its size', async (_, bytes) => {
  expect(await sizeOf(bytes)).toEqual([300, 200])
})

test.each([
  ['nothing', Buffer.alloc(0)],
  ['text', Buffer.from('<svg width="3" height="4"/>')],
  ['a cut JPEG', jpeg.subarray(0, 14)],
  ['a JPEG whose segments have no length', Buffer.from('ffd8ffe00000ffe00000ffe00000', 'hex')],
  ['a PNG of no size', Buffer.concat([png.subarray(0, 16), Buffer.alloc(8)])],
])('%s has none', async (_, bytes) => {
  expect(await sizeOf(bytes)).toBeNull()
})

async function sizeOf(bytes: Buffer) {
  const path = join(folder, 'picture')
  await writeFile(path, bytes)
  return imageSize(path)
}
