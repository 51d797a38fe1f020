import { mkdir, mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { utils, write, CFB, type BookType, type WorkSheet } from '@e965/xlsx'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { workbookLimits } from '#worker/intake/limits.ts'
import { readWorkbook } from '#worker/intake/workbook.ts'

let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fieldpack-workbook-'))
})
afterAll(async () => rm(folder, { recursive: true, force: true }))

async function keep(name: string, bytes: Buffer | string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, bytes)
  return path
}

function bookOf(sheets: Record<string, WorkSheet>, bookType: BookType): Buffer {
  const book = utils.book_new()
  for (const [name, sheet] of Object.entries(sheets)) utils.book_append_sheet(book, sheet, name)
  return write(book, { type: 'buffer', bookType }) as Buffer
}

async function zipOf(entries: Record<string, Buffer | string>): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [name, content] of Object.entries(entries)) zip.addBuffer(Buffer.from(content), name)
  zip.end()
  const chunks: Buffer[] = []
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

async function codeOf(path: string): Promise<string> {
  return readWorkbook(path).then(
    () => 'read',
    (error: { code: string }) => error.code,
  )
}

const survey = [
  ['type', 'name', 'label'],
  ['text', 'a', '  बिरुवा  '],
  [],
  ['integer', 1, 2.5],
  ['note', true, '\u00a0x\u00a0y\u200b'],
]

describe('what is read', () => {
  test.each(['xlsx', 'xlsm', 'xls', 'ods', 'xlsb'] as const)(
    '%s: rows keep their numbers, cells are text',
    async (type) => {
      const path = await keep(
        `form.${type}`,
        bookOf({ survey: utils.aoa_to_sheet(survey) }, type === 'xls' ? 'biff8' : type),
      )
      const { fileName, sheets } = await readWorkbook(path)
      expect(fileName).toBe(`form.${type}`)
      expect(sheets).toEqual([
        {
          name: 'survey',
          rows: [
            { number: 1, cells: ['type', 'name', 'label'] },
            { number: 2, cells: ['text', 'a', 'बिरुवा'] },
            { number: 4, cells: ['integer', '1', '2.5'] },
            { number: 5, cells: ['note', 'TRUE', 'x y'] },
          ],
        },
      ])
    },
  )

  test.each(['xlsx', 'biff8', 'ods'] as const)('%s: dates are ISO 8601 in any time zone', async (type) => {
    const sheet = utils.aoa_to_sheet([['when'], [null], [null], [null]])
    sheet['A2'] = { t: 'n', v: 45_306, z: 'yyyy-mm-dd' }
    sheet['A3'] = { t: 'n', v: 45_306.5, z: 'yyyy-mm-dd hh:mm' }
    sheet['A4'] = { t: 'n', v: 0.75, z: 'hh:mm:ss' }
    const path = await keep(`dates.${type}`, bookOf({ survey: sheet }, type))
    const [read] = (await readWorkbook(path)).sheets
    expect(read?.rows.map((row) => row.cells[0])).toEqual([
      'when',
      '2024-01-15',
      '2024-01-15T12:00:00',
      '18:00:00',
    ])
  })

  test('a merged cell has its text once, hundreds of empty columns cost nothing', async () => {
    const sheet = utils.aoa_to_sheet([
      ['type', 'name'],
      ['text', 'a'],
    ])
    sheet['!merges'] = [{ s: { r: 1, c: 0 }, e: { r: 4, c: 0 } }]
    sheet['!ref'] = 'A1:ZZ40'
    const path = await keep('merged.xlsx', bookOf({ survey: sheet }, 'xlsx'))
    const [read] = (await readWorkbook(path)).sheets
    expect(read?.rows.map((row) => row.cells)).toEqual([
      ['type', 'name'],
      ['text', 'a'],
    ])
  })

  test('a folder of .csv files is a workbook, whatever separator, encoding and line ends', async () => {
    const csv = join(folder, 'csv')
    await mkdir(csv)
    await writeFile(
      join(csv, 'survey.csv'),
      '\ufefftype;name;label\r\ntext;a;"two\nlines, ""quoted"""\r\n\r\nnote;b;c',
    )
    await writeFile(join(csv, 'Choices.CSV'), Buffer.from('list_name,name,label\nl,1,Caf\xe9\n', 'latin1'))
    await writeFile(join(csv, 'readme.txt'), 'not a sheet')
    const { sheets } = await readWorkbook(csv)
    expect(sheets).toEqual([
      {
        name: 'Choices',
        rows: [
          { number: 1, cells: ['list_name', 'name', 'label'] },
          { number: 2, cells: ['l', '1', 'Café'] },
        ],
      },
      {
        name: 'survey',
        rows: [
          { number: 1, cells: ['type', 'name', 'label'] },
          { number: 2, cells: ['text', 'a', 'two\nlines, "quoted"'] },
          { number: 4, cells: ['note', 'b', 'c'] },
        ],
      },
    ])
  })

  test('a single .csv is a survey sheet', async () => {
    const path = await keep('one.csv', 'type,name\ntext,a\n')
    expect((await readWorkbook(path)).sheets[0]).toMatchObject({
      name: 'survey',
      rows: [{}, { cells: ['text', 'a'] }],
    })
  })

  test('a single .csv whose first column names sheets is a workbook', async () => {
    const path = await keep(
      'whole.csv',
      'read me,,\n,Some words,\nsurvey,,\n,type,name\n,,\n,select_one l,a\n\nchoices\n,list_name,name\n,l,x\n',
    )
    expect((await readWorkbook(path)).sheets).toEqual([
      { name: 'read me', rows: [{ number: 1, cells: ['Some words'] }] },
      {
        name: 'survey',
        rows: [
          { number: 1, cells: ['type', 'name'] },
          { number: 3, cells: ['select_one l', 'a'] },
        ],
      },
      {
        name: 'choices',
        rows: [
          { number: 1, cells: ['list_name', 'name'] },
          { number: 2, cells: ['l', 'x'] },
        ],
      },
    ])
  })

  test('rows past the limit are not read', async () => {
    const rows = Array.from({ length: 30 }, (_, index) => ['text', `q${index}`])
    const limits = { ...workbookLimits, rows: 10 }
    for (const type of ['xlsx', 'biff8', 'ods'] as const) {
      const path = await keep(`long.${type}`, bookOf({ survey: utils.aoa_to_sheet(rows) }, type))
      expect((await readWorkbook(path, limits)).sheets[0]?.rows).toHaveLength(10)
    }
    const path = await keep('long.csv', rows.map((row) => row.join(',')).join('\n'))
    expect((await readWorkbook(path, limits)).sheets[0]?.rows).toHaveLength(10)
  })
})

describe('what is refused', () => {
  const workbook = () => bookOf({ survey: utils.aoa_to_sheet(survey) }, 'xlsx')

  test('what is no workbook', async () => {
    expect(await codeOf(await keep('page.xls', '<html><table><tr><td>type</td></tr></table></html>'))).toBe(
      'form.notWorkbook',
    )
    expect(await codeOf(await keep('words.xlsx', 'type,name\ntext,a'))).toBe('form.notWorkbook')
    expect(await codeOf(await keep('empty.csv', ''))).toBe('form.notWorkbook')
    expect(await codeOf(await keep('binary.csv', Buffer.from([1, 0, 2, 0])))).toBe('form.notWorkbook')
    expect(await codeOf(await keep('cut.xlsx', workbook().subarray(0, 3000)))).toBe('form.notWorkbook')
    expect(await codeOf(await keep('other.xlsx', await zipOf({ 'word/document.xml': '<a/>' })))).toBe(
      'form.notWorkbook',
    )
    const xls = bookOf({ survey: utils.aoa_to_sheet(survey) }, 'biff8')
    expect(await codeOf(await keep('cut.xls', xls.subarray(0, 600)))).toBe('form.notWorkbook')
    expect(
      await codeOf(await keep('noise.xls', Buffer.concat([xls.subarray(0, 8), Buffer.alloc(4096, 7)]))),
    ).toBe('form.notWorkbook')
  })

  test('what is protected with a password', async () => {
    const ole = CFB.utils.cfb_new()
    CFB.utils.cfb_add(ole, 'EncryptionInfo', Buffer.from([4, 0, 4, 0]))
    CFB.utils.cfb_add(ole, 'EncryptedPackage', Buffer.alloc(64))
    const bytes = CFB.write(ole, { type: 'buffer' }) as Buffer
    expect(await codeOf(await keep('locked.xlsx', bytes))).toBe('form.encrypted')
    const mimetype = 'application/vnd.oasis.opendocument.spreadsheet'
    const manifest = '<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>'
    const ods = await zipOf({ mimetype, 'META-INF/manifest.xml': manifest, 'content.xml': 'noise' })
    expect(await codeOf(await keep('locked.ods', ods))).toBe('form.encrypted')
  })

  test('a file past the limit, before a byte of it is read', async () => {
    const path = join(folder, 'huge.xlsx')
    const file = await open(path, 'w')
    await file.truncate(workbookLimits.fileBytes + 1)
    await file.close()
    expect(await codeOf(path)).toBe('form.tooLarge')
  })

  test('a zip that unpacks to far more than it is', async () => {
    const part = Buffer.alloc(30 * 1024 * 1024, 32)
    const dense = await zipOf({ 'xl/workbook.xml': '<workbook/>', 'xl/worksheets/sheet1.xml': part })
    expect(dense.length).toBeLessThan(200_000)
    expect(await codeOf(await keep('bomb.xlsx', dense))).toBe('form.zipBomb')
    const many = Object.fromEntries(
      Array.from({ length: 30 }, (_, at) => [`xl/part${at}.xml`, part.subarray(0, 8_000_000)]),
    )
    expect(await codeOf(await keep('many.xlsx', await zipOf(many)))).toBe('form.zipBomb')
  })

  test('a zip whose part is larger than it says', async () => {
    const honest = await zipOf({ 'xl/workbook.xml': Buffer.alloc(2_000_000, 65) })
    const size = Buffer.alloc(4)
    size.writeUInt32LE(2_000_000)
    const lie = Buffer.from(honest)
    for (let at = lie.indexOf(size); at >= 0; at = lie.indexOf(size, at + 1)) lie.writeUInt32LE(1000, at)
    expect(await codeOf(await keep('lie.xlsx', lie))).toBe('form.zipBomb')
  })

  test('an .ods whose repeat counts stand for billions of cells', async () => {
    const cell =
      '<table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>x</text:p></table:table-cell>'
    const content = `<office:document-content><office:body><office:spreadsheet><table:table table:name="survey"><table:table-row table:number-rows-repeated="1048576">${cell}</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>`
    const ods = await zipOf({
      mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
      'content.xml': content,
    })
    expect(await codeOf(await keep('repeat.ods', ods))).toBe('form.zipBomb')
  })

  test('what is not there', async () => {
    expect(await codeOf(join(folder, 'nowhere.xlsx'))).toBe('input.missing')
    expect(await codeOf(join(folder, 'one.csv', 'inside.xlsx'))).toBe('input.missing')
  })
})
