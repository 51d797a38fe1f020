import fc from 'fast-check'
import { expect, test } from 'vitest'
import { projectNameProblem } from '#worker/domain/cloud/check-project.ts'
import { conflictNames, isConflictNameOf } from '#worker/domain/cloud/conflict-name.ts'
import { projectNameOf } from '#worker/domain/cloud/project-name.ts'
import { isSkipped, journaled } from '#worker/domain/cloud/skip.ts'
import { fold } from '#worker/domain/project/file-index.ts'

const day = '2026-11-22'

/** What the version of one file is called where these names are taken. */
function conflictName(name: string, taken: readonly string[] = []): string | undefined {
  const used = new Set(taken.map(fold))
  return conflictNames([name], day, (other) => !used.has(fold(other))).get(name)
}

test("the server's version gets a name that is free on both sides", () => {
  expect(conflictName('trees.gpkg')).toBe('trees (server 2026-11-22).gpkg')
  expect(conflictName('a.b/trees')).toBe('a.b/trees (server 2026-11-22)')
  expect(conflictName('a/trees.tar.gz')).toBe('a/trees.tar (server 2026-11-22).gz')
  const taken = ['TREES (server 2026-11-22).gpkg', 'trees (server 2026-11-22 2).gpkg']
  expect(conflictName('trees.gpkg', taken)).toBe('trees (server 2026-11-22 3).gpkg')
})

test('the files of a Shapefile keep one stem', () => {
  const names = ['a/roads.shp', 'a/roads.dbf', 'a/roads.shp.xml']
  const others = conflictNames(names, day, (other) => other !== 'a/roads (server 2026-11-22).dbf')
  expect([...others.values()]).toEqual([
    'a/roads (server 2026-11-22 2).shp',
    'a/roads (server 2026-11-22 2).dbf',
    'a/roads (server 2026-11-22 2).shp.xml',
  ])
  for (const [name, other] of others) expect(isConflictNameOf(other, name)).toBe(true)
})

test('a version of the project file is no second project', () => {
  const other = conflictName('site.qgz') ?? ''
  expect(other).toBe('site (server 2026-11-22).qgz~')
  expect(isSkipped(other)).toBe(true)
})

test('whatever a file is called, its other name is known again, and no other file is taken for it', () => {
  const part = fc.stringMatching(/^[a-fh-z (.)0-9]{1,12}$/)
  fc.assert(
    fc.property(part, part, fc.integer({ min: 0, max: 3 }), (name, foreign, times) => {
      const taken: string[] = []
      for (let index = 0; index <= times; index += 1) taken.push(conflictName(name, taken) ?? '')
      expect(new Set(taken).size).toBe(taken.length)
      expect(taken.filter((other) => !isConflictNameOf(other, name))).toEqual([])
      expect(isConflictNameOf(foreign, name)).toBe(false)
    }),
  )
})

test('a title in any script becomes a name that the server takes; a valid one stays', () => {
  expect(projectNameOf('Trees_of.2026-x')).toBe('Trees_of.2026-x')
  expect(projectNameOf('Árboles del valle')).toBe('Arboles-del-valle')
  expect(projectNameOf('  ')).toMatch(/^project-[0-9a-f]{4}$/)
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (title) => {
      expect(projectNameProblem(projectNameOf(title))).toBeNull()
    }),
  )
})

test('what never travels', () => {
  const never = [
    '.git/config',
    'a/.hidden',
    'site.qgs~',
    'a.gpkg-wal',
    'a.gpkg-shm',
    'x.gpkg.0123abcd.partial',
  ]
  expect(never.filter((name) => !isSkipped(name))).toEqual([])
  expect(['a.gpkg', 'DCIM/x.jpg', 'walk.part', 'a-wal.csv'].filter(isSkipped)).toEqual([])
})

test('a database is open when its journal holds something', () => {
  const files = [
    { name: 'a.gpkg-wal', size: 1 },
    { name: 'b.gpkg-wal', size: 0 },
    { name: 'c.sqlite-journal', size: 9 },
    { name: 'd.gpkg-shm', size: 9 },
  ]
  expect([...journaled(files)]).toEqual(['a.gpkg', 'c.sqlite'])
})
