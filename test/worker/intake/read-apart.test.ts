import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { utils, write } from '@e965/xlsx'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { createWorker, type Worker } from '#worker/compose.ts'
import { readWorkbookApart } from '#worker/intake/read-apart.ts'
import { readWorkbook } from '#worker/intake/workbook.ts'

let folder = ''
let big = ''
let worker: Worker

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fieldpack-apart-'))
  big = join(folder, 'big.xlsx')
  const book = utils.book_new()
  const survey = [
    ['type', 'name', 'label'],
    ['select_one plots', 'plot', 'Plot'],
  ]
  const plots = Array.from({ length: 40_000 }, (_, row) => ['plots', row + 1, ...numbers(row)])
  utils.book_append_sheet(book, utils.aoa_to_sheet(survey), 'survey')
  utils.book_append_sheet(book, utils.aoa_to_sheet([['list_name', 'name', 'label'], ...plots]), 'choices')
  await writeFile(big, write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer)
  const resourcesDir = join(import.meta.dirname, '..', '..', '..', 'resources')
  const quiet = { emit: () => undefined, note: () => undefined }
  worker = await createWorker({ dataDir: join(folder, 'data'), resourcesDir, ...quiet })
}, 60_000)
afterAll(async () => {
  await worker.stop()
  await rm(folder, { recursive: true, force: true })
})

function numbers(row: number): number[] {
  return Array.from({ length: 12 }, (_, column) => Math.sin(row * 12 + column + 1))
}

test('the worker answers other calls while it reads a large workbook', { timeout: 60_000 }, async () => {
  const turn = { over: false }
  const inspected = worker.answer('form.inspect', { path: big }).finally(() => (turn.over = true))
  let answered = 0
  while (!turn.over) {
    expect(await worker.answer('settings.get', {})).toMatchObject({ ok: true })
    if (!turn.over) answered += 1
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  expect(await inspected).toMatchObject({ ok: true, value: { fields: [{ name: 'plot' }] } })
  // Read right here, the workbook lets no turn through between its parser's begin and end.
  expect(answered).toBeGreaterThan(10)
})

test('a large workbook is the same, wherever it is read', { timeout: 60_000 }, async () => {
  expect(await readWorkbookApart(big)).toEqual(await readWorkbook(big))
})

test('a reader that is not wanted any more is cancelled', async () => {
  const leaving = new AbortController()
  const read = readWorkbookApart(big, leaving.signal)
  setTimeout(() => leaving.abort(), 50)
  await expect(read).rejects.toMatchObject({ code: 'job.cancelled' })
})

test('a large zip bomb is refused as a small one is', async () => {
  const zip = new ZipFile()
  zip.addBuffer(Buffer.from('<workbook/>'), 'xl/workbook.xml')
  zip.addBuffer(Buffer.alloc(200 * 1024, 65), 'xl/media/image1.png', { compress: false })
  zip.addBuffer(Buffer.alloc(30 * 1024 * 1024, 32), 'xl/worksheets/sheet1.xml')
  zip.end()
  const chunks: Buffer[] = []
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer)
  const bomb = join(folder, 'bomb.xlsx')
  await writeFile(bomb, Buffer.concat(chunks))
  await expect(readWorkbookApart(bomb)).rejects.toMatchObject({
    code: 'form.zipBomb',
    data: { params: { file: 'bomb.xlsx' }, retry: 'never' },
  })
})
