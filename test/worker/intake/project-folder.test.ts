import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import * as fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { surveyFolder, whichExist } from '#worker/intake/project-folder.ts'

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fieldpack-survey-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

function write(folder: string, files: Record<string, string>): string {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

const segment = fc.stringMatching(/^[a-zA-Z0-9.~ äß水_-]{1,6}$/u).filter((name) => !/^\.{1,2}$/.test(name))
const tree = fc.dictionary(
  fc.array(segment, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/')),
  fc.string({ maxLength: 20 }),
  { maxKeys: 25, noNullPrototype: true },
)

test('every file of any tree is listed once, with its bytes and whether it is hidden', async () => {
  await fc.assert(
    fc.asyncProperty(tree, async (files) => {
      const folder = mkdtempSync(join(tmpdir(), 'fieldpack-survey-'))
      try {
        const written = new Map<string, string>()
        for (const [name, text] of Object.entries(files)) {
          try {
            write(folder, { [name]: text })
            written.set(name, text)
          } catch {
            // A folder and a file want the same name.
          }
        }
        const survey = await surveyFolder(folder)
        expect(survey.files.map(({ name }) => name)).toEqual([...written.keys()].sort())
        for (const { name, size, isHidden, link } of survey.files) {
          expect(size).toBe(Buffer.byteLength(written.get(name) ?? ''))
          expect(isHidden).toBe(/(^|\/)\./.test(name))
          expect(link).toBeNull()
        }
        expect(survey.more).toBe(false)
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    }),
    { numRuns: 60 },
  )
})

test('project files are those at the top, without backups and leftovers', async () => {
  const folder = write(emptyFolder(), {
    'b.qgz': '',
    'A.QGS': '',
    'a.qgs~': '',
    '._a.qgs': '',
    'old/c.qgs': '',
    '.qfieldsync/d.qgs': '',
    'a_attachments.zip': '',
  })
  mkdirSync(join(folder, 'folder.qgs'))
  const survey = await surveyFolder(folder)
  expect(survey.projects).toEqual(['A.QGS', 'b.qgz'])
  expect(survey.asked).toBeNull()
})

test('the project file itself stands for its folder', async () => {
  const folder = write(emptyFolder(), { 'a.qgs': '', 'b.qgs': '', 'data/x.gpkg': 'x' })
  const survey = await surveyFolder(join(folder, 'b.qgs'))
  expect(survey).toMatchObject({ folder, asked: 'b.qgs', projects: ['a.qgs', 'b.qgs'] })
  expect(survey.files.map(({ name }) => name)).toContain('data/x.gpkg')
})

test('links are told and never followed out of the folder', async () => {
  const outside = write(emptyFolder(), { 'secret.gpkg': 'secret', 'deep/more.gpkg': 'more' })
  const folder = write(emptyFolder(), { 'a.qgs': '', 'data/real.gpkg': 'real' })
  symlinkSync('data/real.gpkg', join(folder, 'in.gpkg'))
  symlinkSync(join(outside, 'secret.gpkg'), join(folder, 'out.gpkg'))
  symlinkSync(outside, join(folder, 'shared'))
  symlinkSync('nothing', join(folder, 'gone'))
  symlinkSync('.', join(folder, 'round'))
  const { files } = await surveyFolder(folder)
  expect(files.map(({ name, link }) => [name, link])).toEqual([
    ['a.qgs', null],
    ['data/real.gpkg', null],
    ['gone', 'broken'],
    ['in.gpkg', 'inside'],
    ['out.gpkg', 'outside'],
    ['round', 'folder'],
    ['shared', 'outside'],
  ])
  expect(files.find(({ name }) => name === 'in.gpkg')?.size).toBe(4)
  expect(files.find(({ name }) => name === 'out.gpkg')?.size).toBe(0)
})

test('what a linked folder of the project holds is listed under the link’s name, and never round and round', async () => {
  const folder = write(emptyFolder(), {
    'a.qgs': '',
    'photos/1.jpg': 'one',
    'photos/old/2.jpg': '',
    'x/y/z.csv': '',
  })
  symlinkSync('photos', join(folder, 'DCIM'))
  symlinkSync('..', join(folder, 'photos/up'))
  symlinkSync('../x', join(folder, 'photos/across'))
  symlinkSync('1.jpg', join(folder, 'photos/same.jpg'))
  symlinkSync('../..', join(folder, 'x/y/top'))
  const { files } = await surveyFolder(folder)
  expect(files.map(({ name, link }) => [name, link])).toEqual([
    ['DCIM', 'folder'],
    ['DCIM/1.jpg', 'through'],
    ['DCIM/old/2.jpg', 'through'],
    ['DCIM/same.jpg', 'through'],
    ['a.qgs', null],
    ['photos/1.jpg', null],
    ['photos/across', 'folder'],
    ['photos/across/y/z.csv', 'through'],
    ['photos/old/2.jpg', null],
    ['photos/same.jpg', 'inside'],
    ['photos/up', 'folder'],
    ['x/y/top', 'folder'],
    ['x/y/z.csv', null],
  ])
  expect(files.find(({ name }) => name === 'DCIM/1.jpg')?.size).toBe(3)
})

test('sockets and pipes are no files', async () => {
  const folder = write(emptyFolder(), { 'a.qgs': '' })
  execFileSync('mkfifo', [join(folder, 'pipe')])
  expect((await surveyFolder(folder)).files.map(({ name }) => name)).toEqual(['a.qgs'])
})

test('past the limit the survey says that there is more, and keeps what is at the top', async () => {
  const folder = write(emptyFolder(), {
    'a.qgs': '',
    'photos/1.jpg': '',
    'photos/2.jpg': '',
    'photos/3.jpg': '',
  })
  const short = await surveyFolder(folder, { limit: 3 })
  expect(short.more).toBe(true)
  expect(short.files).toHaveLength(3)
  expect(short.projects).toEqual(['a.qgs'])
  expect((await surveyFolder(folder, { limit: 4 })).more).toBe(false)
})

test('a .qml is a plugin only when it is QML', async () => {
  const folder = write(emptyFolder(), {
    'a.qgz': '',
    'a.qml': '\uFEFF// tools\nimport QtQuick\nItem {}\n',
    'wells.qml': '<!DOCTYPE qgis>\n<qgis version="3.34"/>',
    'parts/Button.qml': 'pragma Singleton\nimport QtQuick 2.0\n',
    'empty.qml': '',
  })
  expect((await surveyFolder(folder)).plugins).toEqual(['a.qml', 'parts/Button.qml'])
})

test('what is not there, and what is no project, is told', async () => {
  const folder = write(emptyFolder(), { 'readme.txt': '' })
  await expect(surveyFolder(join(folder, 'no'))).rejects.toMatchObject({ code: 'input.missing' })
  await expect(surveyFolder(join(folder, 'readme.txt', 'x'))).rejects.toMatchObject({ code: 'input.missing' })
  await expect(surveyFolder(join(folder, 'readme.txt'))).rejects.toMatchObject({ code: 'project.missing' })
})

test('who cancels is told so', async () => {
  const folder = write(emptyFolder(), { 'a.qgs': '' })
  const signal = AbortSignal.abort(new Error('enough'))
  await expect(surveyFolder(folder, { signal })).rejects.toThrow('enough')
})

test('which of the named files are there, relative or absolute', async () => {
  const folder = write(emptyFolder(), { 'project/a.qgs': '', 'shared/x.gpkg': '' })
  const project = join(folder, 'project')
  const paths = ['../shared/x.gpkg', join(folder, 'shared/x.gpkg'), '../shared', '../no.gpkg', 'C:/x.gpkg']
  expect([...(await whichExist(project, paths))]).toEqual(paths.slice(0, 2))
})
