import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { isPluginText, isProjectName, onlyProject } from '#worker/domain/project/survey.ts'

const survey = {
  folder: '/p',
  asked: null,
  projects: [],
  files: [],
  more: false,
  unreadable: [],
  plugins: [],
}

test('the one project, or the one that was asked for', () => {
  expect(onlyProject({ ...survey, projects: ['a.qgs'] })).toBe('a.qgs')
  expect(onlyProject({ ...survey, projects: ['a.qgs', 'b.qgz'], asked: 'b.qgz' })).toBe('b.qgz')
})

test('none and several are errors that name what is there', () => {
  expect(() => onlyProject(survey)).toThrow(expect.objectContaining({ code: 'project.missing' }))
  expect(() => onlyProject({ ...survey, projects: ['a.qgs', 'b.qgz'] })).toThrow(
    expect.objectContaining({
      data: expect.objectContaining({
        code: 'project.several',
        params: { files: 'a.qgs, b.qgz', count: 2 },
      }) as unknown,
    }),
  )
})

test.for([
  ['site.qgs', true],
  ['Site.QGZ', true],
  ['水.qgz', true],
  ['site.qgs~', false],
  ['.qgs', false],
  ['._site.qgs', false],
  ['old/site.qgs', false],
  ['site.qgd', false],
] as const)('%s is a project file at the top: %s', ([name, expected]) => {
  expect(isProjectName(name)).toBe(expected)
})

test('no style of QGIS is taken for a plugin, whatever stands in it', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(isPluginText(`<!DOCTYPE qgis>\n${text}\nimport QtQuick\n`)).toBe(false)
    }),
  )
})
