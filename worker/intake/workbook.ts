import { readFile, stat } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { CFB } from '@e965/xlsx'
import { AppError } from '#worker/api/errors.ts'
import type { Workbook } from '#worker/domain/xlsform/workbook.ts'
import { decodeCsv } from '#worker/intake/csv.ts'
import { csvWorkbook, readCsvFolder } from '#worker/intake/csv-workbook.ts'
import { markdownWorkbook } from '#worker/intake/markdown.ts'
import { megabytes, workbookLimits, type WorkbookLimits } from '#worker/intake/limits.ts'
import { countRepeatedCells } from '#worker/intake/ods-repeats.ts'
import { parseSpreadsheet } from '#worker/intake/spreadsheet.ts'
import { guardZip } from '#worker/intake/zip-guard.ts'

const odsContent = 'content.xml'
const odsManifest = 'META-INF/manifest.xml'
const zipMark = Buffer.from([0x50, 0x4b, 0x03, 0x04])
const oleMark = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])

/**
 * Reads an XLSForm's file as text cells: .xlsx, .xlsm, .xlsb, .xls, .ods, a .csv with the survey alone, a
 * .md with a table a sheet, or a folder of .csv sheets. What the file is, its first bytes decide, not its name.
 *
 * @throws AppError input.missing, input.unreadable, form.notWorkbook, form.encrypted, form.tooLarge, form.zipBomb
 */
export async function readWorkbook(path: string, limits: WorkbookLimits = workbookLimits): Promise<Workbook> {
  const file = basename(path)
  try {
    const info = await stat(path)
    if (info.isDirectory()) return await readCsvFolder(path, limits)
    if (info.size > limits.fileBytes) {
      const params = { file, size: megabytes(info.size), limit: megabytes(limits.fileBytes) }
      throw new AppError('form.tooLarge', params)
    }
    return await parseBytes(await readFile(path), file, limits)
  } catch (cause) {
    throw asAppError(cause, path)
  }
}

async function parseBytes(bytes: Buffer, file: string, limits: WorkbookLimits): Promise<Workbook> {
  if (bytes.subarray(0, zipMark.length).equals(zipMark)) await guardZipped(bytes, file, limits)
  else if (bytes.subarray(0, oleMark.length).equals(oleMark)) guardOle(bytes, file)
  else if (extname(file).toLowerCase() === '.csv' && bytes.length > 0) return csvWorkbook(bytes, file, limits)
  else if (extname(file).toLowerCase() === '.md' && isText(bytes)) {
    return markdownWorkbook(decodeCsv(bytes), file, limits)
  } else throw new AppError('form.notWorkbook', { file })
  try {
    return parseSpreadsheet(bytes, file, limits)
  } catch (cause) {
    throw new AppError(
      /password/i.test(String(cause)) ? 'form.encrypted' : 'form.notWorkbook',
      { file },
      { cause },
    )
  }
}

/** A zero byte is in no text but UTF-16. */
function isText(bytes: Buffer): boolean {
  return bytes.length > 0 && !bytes.includes(0)
}

async function guardZipped(bytes: Buffer, file: string, limits: WorkbookLimits): Promise<void> {
  const keep = new Set([odsContent, odsManifest, 'mimetype'])
  const zip = await guardZip(bytes, file, limits, keep).catch((cause: unknown) => {
    throw cause instanceof AppError ? cause : new AppError('form.notWorkbook', { file }, { cause })
  })
  const manifest = zip.kept.get(odsManifest)?.toString('utf8') ?? ''
  if (zip.encrypted || manifest.includes('encryption-data')) throw new AppError('form.encrypted', { file })
  const office = zip.names.has('xl/workbook.xml') || zip.names.has('xl/workbook.bin')
  const openDocument =
    zip.kept.get('mimetype')?.toString('utf8').includes('opendocument.spreadsheet') === true
  if (!office && !openDocument) throw new AppError('form.notWorkbook', { file })
  const content = zip.kept.get(odsContent)?.toString('utf8') ?? ''
  if (openDocument && countRepeatedCells(content) > limits.repeatedCells) {
    const params = { file, size: megabytes(content.length), limit: megabytes(limits.inflatedBytes) }
    throw new AppError('form.zipBomb', params)
  }
}

/** An OLE file is a workbook when it holds BIFF, and an encrypted one when it wraps a package. */
function guardOle(bytes: Buffer, file: string): void {
  let ole: unknown
  try {
    ole = CFB.read(bytes, { type: 'buffer' })
  } catch (cause) {
    throw new AppError('form.notWorkbook', { file }, { cause })
  }
  if (CFB.find(ole, 'EncryptedPackage') !== null) throw new AppError('form.encrypted', { file })
  const workbook = CFB.find(ole, 'Workbook') ?? CFB.find(ole, 'Book')
  if (workbook === null) throw new AppError('form.notWorkbook', { file })
}

function asAppError(cause: unknown, path: string): AppError {
  if (cause instanceof AppError) return cause
  const code = (cause as NodeJS.ErrnoException).code
  const missing = code === 'ENOENT' || code === 'ENOTDIR'
  return new AppError(missing ? 'input.missing' : 'input.unreadable', { file: path }, { cause })
}
