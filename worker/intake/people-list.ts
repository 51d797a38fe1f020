import { readFile, stat } from 'node:fs/promises'
import { AppError } from '#worker/api/errors.ts'
import { readPeople, type ListedPerson } from '#worker/domain/cloud/read-people.ts'
import { decodeCsv, parseCsv } from '#worker/intake/csv.ts'
import { workbookLimits } from '#worker/intake/limits.ts'

/** What a list of people may be: more is no list of people. */
const limits = { ...workbookLimits, rows: 2001, columns: 100, cellCharacters: 500 }
const mostBytes = 2 * 1024 * 1024

/**
 * Reads a list of people from a .csv with comma, semicolon or tab.
 *
 * @throws AppError input.missing, input.unreadable, input.tooLarge
 */
export async function readPeopleList(path: string): Promise<ListedPerson[]> {
  const bytes = await bytesOf(path).catch((cause: unknown) => {
    if (cause instanceof AppError) throw cause
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT'
    throw new AppError(isMissing ? 'input.missing' : 'input.unreadable', {}, { cause })
  })
  const isUtf16 = bytes[0] === 0xff || bytes[0] === 0xfe
  // A zero byte is in no text but UTF-16: it may be a workbook.
  if (!isUtf16 && bytes.includes(0)) throw new AppError('input.unreadable', {}, { detail: 'not a .csv' })
  return readPeople(parseCsv(decodeCsv(bytes), limits))
}

async function bytesOf(path: string): Promise<Buffer> {
  if ((await stat(path)).size > mostBytes) throw new AppError('input.tooLarge')
  return readFile(path)
}
