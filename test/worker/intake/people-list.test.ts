import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readPeopleList } from '#worker/intake/people-list.ts'
import { refusalOf } from '#test/worker/cloud/opened.ts'
import { temporaryFolder } from '#test/worker/store/temporary.ts'

async function listOf(content: string | Uint8Array): Promise<string> {
  const path = join(temporaryFolder(), 'people.csv')
  await writeFile(path, content)
  return path
}

const bob = { username: 'bob', email: 'bob@x.org', role: 'editor' }

test.each([
  ['commas', 'username,email,role\nbob,bob@x.org,editor\n'],
  ['semicolons and a mark of order', '\uFEFFUser Name;E-Mail;Role\r\nbob;bob@x.org;editor\r\n'],
  ['tabs, in another order, with more columns', 'role\tphone\temail\tLogin\neditor\t1\tbob@x.org\tbob'],
  ['quotes and spaces', 'username,email,role\n" bob ","bob@x.org", editor '],
])('%s', async (_, content) => {
  expect(await readPeopleList(await listOf(content))).toEqual([{ row: 2, ...bob }])
})

test('without headings columns stand in their usual order', async () => {
  expect(await readPeopleList(await listOf('bob,bob@x.org,editor\ncleo\n'))).toEqual([
    { row: 1, ...bob },
    { row: 2, username: 'cleo', email: '', role: '' },
  ])
})

test('rows are counted as a spreadsheet does, empty ones too', async () => {
  const people = await readPeopleList(await listOf('username\nbob\n\ncleo\n'))
  expect(people.map(({ row, username }) => [row, username])).toEqual([
    [2, 'bob'],
    [4, 'cleo'],
  ])
})

test('UTF-16, as Excel saves it', async () => {
  const text = Buffer.from('\uFEFFusername\trole\nbob\teditor\n', 'utf16le')
  expect(await readPeopleList(await listOf(text))).toMatchObject([{ username: 'bob', role: 'editor' }])
})

test('what is no list is told', async () => {
  expect((await refusalOf(readPeopleList('/no/such/people.csv'))).code).toBe('input.missing')
  expect((await refusalOf(readPeopleList(temporaryFolder()))).code).toBe('input.unreadable')
  const workbook = await listOf(Buffer.from([0x50, 0x4b, 3, 4, 0, 0]))
  expect((await refusalOf(readPeopleList(workbook))).code).toBe('input.unreadable')
  const huge = await listOf(Buffer.alloc(3 * 1024 * 1024, 'a'))
  expect((await refusalOf(readPeopleList(huge))).code).toBe('input.tooLarge')
  expect(await readPeopleList(await listOf(''))).toEqual([])
})
