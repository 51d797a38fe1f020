import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { OutputFile } from '#worker/api/output.ts'
import { AppError } from '#worker/api/errors.ts'
import { checkFolder, publish } from '#worker/steps/folder.ts'
import type { FilesPort } from '#worker/steps/ports.ts'

const files: OutputFile[] = ['a.qgz', 'a_data.gpkg'].map((name) => ({
  name,
  size: name.length,
  sha256: name,
}))

/** Kept outputs that hold their own names. */
const port = {
  copyOut: ({ name }: OutputFile, target: string) => writeFile(target, name),
} as FilesPort

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fieldpack-publish-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

test('the folder appears whole, with its empty folders, and again changes nothing', async () => {
  const folder = join(temporary(), 'not', 'there', 'yet')
  const project = { folder, files, folders: ['DCIM'] }
  await publish(project, 'job-12345678', port)
  await publish(project, 'job-12345678', port)
  expect(readdirSync(folder).sort()).toEqual(['DCIM', 'a.qgz', 'a_data.gpkg'])
  expect(readdirSync(join(folder, '..'))).toEqual(['yet'])
})

test('an empty folder is taken, one that holds anything is left as it is', async () => {
  const parent = temporary()
  mkdirSync(join(parent, 'empty'))
  mkdirSync(join(parent, 'full'))
  writeFileSync(join(parent, 'full', 'thesis.docx'), 'mine')
  await publish({ folder: join(parent, 'empty'), files, folders: [] }, 'job-1', port)
  expect(readdirSync(join(parent, 'empty'))).toHaveLength(2)
  const refused = publish({ folder: join(parent, 'full'), files, folders: [] }, 'job-1', port)
  await expect(refused).rejects.toMatchObject({ code: 'output.occupied' })
  await expect(checkFolder(join(parent, 'full'))).rejects.toMatchObject({ code: 'output.occupied' })
  expect(readFileSync(join(parent, 'full', 'thesis.docx'), 'utf8')).toBe('mine')
})

test('a disk that fills up in the middle leaves nothing behind', async () => {
  const parent = temporary()
  const full: FilesPort['copyOut'] = ({ name }, target) =>
    name === 'a.qgz'
      ? writeFile(target, name)
      : Promise.reject(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }))
  const refused = publish({ folder: join(parent, 'p'), files, folders: [] }, 'job-1', {
    ...port,
    copyOut: full,
  })
  await expect(refused).rejects.toMatchObject({ code: 'output.full' })
  expect(readdirSync(parent)).toEqual([])
})

test('a place that cannot be a folder is told before any work', async () => {
  const parent = temporary()
  writeFileSync(join(parent, 'file'), '')
  await expect(checkFolder(join(parent, 'file', 'project'))).rejects.toBeInstanceOf(AppError)
  await expect(checkFolder(join(parent, 'new', 'project'))).resolves.toBeUndefined()
})
