import { describe, expect, test } from 'vitest'
import {
  type FileBase,
  type FileHere,
  type FileThere,
  isStored,
  standingOf,
} from '#worker/domain/cloud/compare.ts'
import { joinFamilies } from '#worker/domain/cloud/families.ts'

const name = 'trees.gpkg'
const md5 = (content: string) => content.padEnd(32, '0').replaceAll(/[^0-9a-f]/g, 'a')
const here = (content: string): FileHere => ({ name, size: 9, etag: md5(content), sha256: content })
const there = (content: string, sha256: string | null = content): FileThere => ({
  name,
  size: 9,
  etag: md5(content),
  sha256,
  isAttachment: false,
})
const base = (content: string): FileBase => ({ name, size: 9, sha256: content, etag: md5(content) })

test.each([
  ['nobody has it any more', null, null, base('1'), null],
  ['new here', here('1'), null, null, 'up'],
  ['new there', null, there('1'), null, 'down'],
  ['the same, never synced', here('1'), there('1'), null, 'same'],
  ['different, never synced', here('1'), there('2'), null, 'conflict'],
  ['unchanged', here('1'), there('1'), base('1'), 'same'],
  ['changed here', here('2'), there('1'), base('1'), 'up'],
  ['changed there', here('1'), there('2'), base('1'), 'down'],
  ['changed on both sides', here('2'), there('3'), base('1'), 'conflict'],
  ['changed on both sides to the same', here('2'), there('2'), base('1'), 'same'],
  ['deleted here', null, there('1'), base('1'), 'missingHere'],
  ['deleted there', here('1'), null, base('1'), 'missingThere'],
  ['deleted here, changed there', null, there('2'), base('1'), 'down'],
  ['deleted there, changed here', here('2'), null, base('1'), 'up'],
] as const)('%s', (_, ours, its, last, standing) => {
  expect(standingOf(ours, its, last)).toBe(standing)
  const quiet = its === null ? null : { ...its, sha256: null }
  expect(standingOf(ours, quiet, last)).toBe(standing)
})

describe("an ETag that another program's storage cut", () => {
  const odd = (content: string): FileThere => ({ ...there(content, null), etag: `${md5(content)}-7` })

  test('proves nothing by itself, and tells of changes once it was seen', () => {
    expect(standingOf(here('1'), odd('1'), null)).toBe('conflict')
    const seen = { ...base('1'), etag: odd('1').etag }
    expect(standingOf(here('1'), odd('1'), seen)).toBe('same')
    expect(standingOf(here('2'), odd('1'), seen)).toBe('up')
    expect(standingOf(here('1'), odd('2'), seen)).toBe('down')
  })

  test('is believed after an upload as far as the size goes', () => {
    expect(isStored(here('1'), odd('1'))).toBe(true)
    expect(isStored(here('1'), { ...odd('1'), size: 3 })).toBe(false)
    expect(isStored(here('1'), there('2', null))).toBe(false)
  })
})

test('a Shapefile that changed here and there is in conflict as a whole', () => {
  const file = (ending: string, standing: 'up' | 'down' | 'same') => ({
    name: `roads.${ending}`,
    standing,
    here: here('1'),
    there: there('2'),
  })
  const standings = (files: ReturnType<typeof file>[]) => joinFamilies(files).map(({ standing }) => standing)
  expect(standings([file('shp', 'up'), file('dbf', 'down'), file('prj', 'same')])).toEqual([
    'conflict',
    'conflict',
    'same',
  ])
  expect(standings([file('shp', 'up'), file('dbf', 'up')])).toEqual(['up', 'up'])
  expect(standings([file('gpkg', 'up'), file('dbf', 'down')])).toEqual(['up', 'down'])
})
