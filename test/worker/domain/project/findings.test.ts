import { expect, test } from 'vitest'
import { Finding } from '#worker/api/projects.ts'
import { findFindings } from '#worker/domain/project/findings.ts'
import { codesOf, inputOf, lost } from '#test/worker/domain/project/findings/input.ts'

test('a sound project has nothing to tell', () => {
  expect(codesOf({})).toEqual([])
})

test('the gravest come first, and all are as the contract wants them', () => {
  const found = findFindings(
    inputOf({
      files: ['site.qgz', 'other.qgs', 'Größe.txt'],
      layers: [
        { ...lost, file: 'gone.gpkg' },
        { file: null, isOnline: true, provider: 'wms', type: 'raster', count: null },
      ],
      file: { hasMacros: true },
    }),
  )
  expect(found.map(({ code }) => code)).toEqual([
    'fileMissing',
    'severalProjects',
    'nameNotAscii',
    'onlineLayers',
    'macros',
  ])
  expect(found.every((each) => Finding.safeParse(each).success)).toBe(true)
})

test('a project that QGIS could not open is told of all the same', () => {
  const input = inputOf({ files: ['site.qgz', '.hidden'], file: { hasMacros: true } })
  expect(findFindings({ ...input, opened: null }).map(({ code }) => code)).toEqual(['hidden', 'macros'])
})

test('a layer that goes nowhere is nobody’s trouble', () => {
  expect(codesOf({ layers: [{ ...lost, file: 'gone.gpkg', cloudAction: 'remove' }] })).toEqual([])
})
