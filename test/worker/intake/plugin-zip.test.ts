import { once } from 'node:events'
import { createWriteStream, existsSync } from 'node:fs'
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { AppError } from '#worker/api/errors.ts'
import { unpackPlugin } from '#worker/intake/plugin-zip.ts'
import { temporaryFolder } from '#test/worker/store/temporary.ts'

const asIs = {
  rename: (name: string) => name,
  isTaken: (name: string): boolean => name === 'taken',
  signal: new AbortController().signal,
}

async function zipped(entries: [string, string | Buffer, mode?: number][]): Promise<string> {
  const archive = new ZipFile()
  for (const [name, content, mode = 0o100644] of entries)
    archive.addBuffer(Buffer.from(content), name, { mode })
  archive.end()
  const path = join(temporaryFolder(), 'plugin.zip')
  await once(archive.outputStream.pipe(createWriteStream(path)), 'close')
  return path
}

async function codeOf(zip: string, options: Partial<typeof asIs> = {}): Promise<string> {
  const folder = join(temporaryFolder(), 'out')
  await mkdir(folder)
  const thrown: unknown = await unpackPlugin(zip, folder, { ...asIs, ...options }).then(
    () => null,
    (cause: unknown) => cause,
  )
  if (!(thrown instanceof AppError)) throw new Error('expected an AppError', { cause: thrown })
  expect(await readdir(folder)).toEqual([])
  return thrown.code
}

test('a folder around everything is left away, one around a part is not', async () => {
  const folder = temporaryFolder()
  const around = await zipped([
    ['plugin/main.qml', 'Item {}'],
    ['plugin/icons/a.svg', '<svg/>'],
  ])
  expect(await unpackPlugin(around, folder, asIs)).toEqual(['main.qml', 'icons/a.svg'])
  expect(await readFile(join(folder, 'icons/a.svg'), 'utf8')).toBe('<svg/>')

  const flat = await zipped([
    ['icons/a.svg', '<svg/>'],
    ['main.qml', 'Item {}'],
    ['.DS_Store', 'x'],
  ])
  const other = temporaryFolder()
  expect(await unpackPlugin(flat, other, { ...asIs, rename: (name) => `my-${name}` })).toEqual([
    'my-icons/a.svg',
    'my-main.qml',
  ])
})

test('a zip without files brings none', async () => {
  expect(await unpackPlugin(await zipped([]), temporaryFolder(), asIs)).toEqual([])
})

/** What a zip says of an entry's name, changed after it was packed: no packer writes such names. */
async function renamed(from: string, to: string): Promise<string> {
  const path = await zipped([[from, 'x']])
  const bytes = await readFile(path, 'latin1')
  await writeFile(path, bytes.replaceAll(from, to), 'latin1')
  return path
}

test.each(['../x.qml', '/x/a.qml', 'a\\..\\..', 'C:\\x.qml', 'con.qmlx', 'a/../b/x', 'a\u0000b.qmlx'])(
  'the name %j is refused',
  async (name) => {
    expect(await codeOf(await renamed('n'.repeat(name.length), name))).toBe('plugin.unsafe')
  },
)

test('links, names that the project has, and the same name twice are refused', async () => {
  expect(await codeOf(await zipped([['a', '/etc/passwd', 0o120777]]))).toBe('plugin.unsafe')
  const taken = (name: string): boolean => name === 'dem.tif'
  expect(await codeOf(await zipped([['dem.tif', 'x']]), { isTaken: taken })).toBe('plugin.unsafe')
  const twice = await zipped([
    ['Main.qml', '1'],
    ['main.QML', '2'],
  ])
  expect(await codeOf(twice)).toBe('plugin.unsafe')
})

test('what would fill the disk is refused before anything is written', async () => {
  expect(await codeOf(await zipped([['a', Buffer.alloc(5_000_000)]]))).toBe('plugin.tooLarge')
  const many = Array.from({ length: 2001 }, (_, index): [string, string] => [`f${index}`, ''])
  expect(await codeOf(await zipped(many))).toBe('plugin.tooLarge')
})

test('an entry that gives more than it declares is not believed', async () => {
  const path = await zipped([['a', Buffer.alloc(4000, 'ab')]])
  const bytes = await readFile(path)
  for (let at = bytes.indexOf(4000 & 0xff); at >= 0; at = bytes.indexOf(4000 & 0xff, at + 1))
    if (at + 4 <= bytes.length && bytes.readUInt32LE(at) === 4000) bytes.writeUInt32LE(10, at)
  await writeFile(path, bytes)
  const folder = temporaryFolder()
  await expect(unpackPlugin(path, folder, asIs)).rejects.toMatchObject({ code: 'plugin.tooLarge' })
})

test('a damaged zip, a cut one, and one that is none', async () => {
  const whole = await readFile(await zipped([['a', 'text'.repeat(1000)]]))
  const path = join(temporaryFolder(), 'bad.zip')
  for (const bytes of [Buffer.alloc(0), Buffer.from('PK'), whole.subarray(0, -10), whole.subarray(40)]) {
    await writeFile(path, bytes)
    await expect(unpackPlugin(path, temporaryFolder(), asIs)).rejects.toMatchObject({
      code: 'plugin.unreadable',
    })
  }
})

test('a stop ends it', async () => {
  const zip = await zipped([['a', 'x']])
  const folder = temporaryFolder()
  const signal = AbortSignal.abort(new AppError('job.cancelled'))
  await expect(unpackPlugin(zip, folder, { ...asIs, signal })).rejects.toMatchObject({
    code: 'job.cancelled',
  })
  expect(existsSync(join(folder, 'a'))).toBe(false)
})
