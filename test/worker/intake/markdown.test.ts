import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { compileForm } from '#worker/domain/xlsform/compile.ts'
import { readFormFile } from '#worker/intake/form-file.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fieldpack-markdown-'))
})
afterAll(async () => rm(folder, { recursive: true, force: true }))

async function read(name: string, text: string) {
  const path = join(folder, name)
  await writeFile(path, text)
  return readFormFile(path)
}

test('tables are sheets, and what stands around them is left out', async () => {
  const workbook = await read(
    'form.md',
    `# A form
Some words.

| survey  |                 |      |           |
|         | type            | name | label     |
| ------- | --------------- | ---- | --------- |
|         | select_one l    | a    | A \\| B    |
|         |                 |      |           |
|         | text            | b    |
| choices | list_name       | name | label     |
|         | l               | x    | Ärger     |
`,
  )
  expect(workbook.sheets).toEqual([
    {
      name: 'survey',
      rows: [
        { number: 1, cells: ['type', 'name', 'label'] },
        { number: 2, cells: ['select_one l', 'a', 'A | B'] },
        { number: 4, cells: ['text', 'b'] },
      ],
    },
    {
      name: 'choices',
      rows: [
        { number: 1, cells: ['list_name', 'name', 'label'] },
        { number: 2, cells: ['l', 'x', 'Ärger'] },
      ],
    },
  ])
  const form = compileForm(workbook)
  expect(form.issues.map(({ code, row }) => [code, row])).toEqual([['label.missing', 4]])
  expect(form.layers[0]?.questions.map(({ label }) => label)).toEqual(['A | B', ''])
})

test('Markdown without a table has no survey; an empty or binary .md is no form', async () => {
  expect((await read('words.md', 'Only words.')).sheets).toEqual([])
  await expect(read('empty.md', '')).rejects.toMatchObject({ code: 'form.notWorkbook' })
  await expect(read('binary.md', '\0\0')).rejects.toMatchObject({ code: 'form.notWorkbook' })
})
