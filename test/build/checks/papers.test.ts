import { expect, test } from 'vitest'
import { faultsOfChangelog } from '#build/checks/changelog.ts'
import { faultsOfLock, isAllowed } from '#build/checks/licences.ts'

const good =
  '# Changelog\n\n## [Unreleased]\n\n### Added\n\n- A.\n\n## [0.1.0] - 2026-01-01\n\n### Fixed\n\n- B.\n'

test.each([
  ['good', good, 0],
  ['no title', good.replace('# Changelog\n', ''), 1],
  ['nothing for the next release', good.replace('## [Unreleased]\n', ''), 1],
  ['a version without brackets', good.replace('[0.1.0]', '0.1.0'), 1],
  ['a kind of its own', good.replace('### Fixed', '### Misc'), 1],
  ['empty', '', 2],
])('a changelog: %s', (_name, text, faults) => {
  expect(faultsOfChangelog(text)).toHaveLength(faults)
})

test.each([
  ['MIT', false, true],
  ['(MIT OR GPL-3.0)', false, true],
  ['(BSD-2-Clause AND MIT)', false, true],
  ['(MIT AND GPL-2.0)', false, false],
  ['GPL-3.0-or-later', false, false],
  ['MPL-2.0', false, false],
  ['MPL-2.0', true, true],
  ['', false, false],
])('licence %j (development only: %s): %s (S18)', (expression, dev, allowed) => {
  expect(isAllowed(expression, dev)).toBe(allowed)
})

test('a package without integrity or with a licence that we cannot ship is named', () => {
  const packages = {
    '': { version: '1.0.0' },
    'node_modules/a': { license: 'MIT', integrity: 'sha512-x' },
    'node_modules/b': { license: 'MIT' },
    'node_modules/c': { license: 'AGPL-3.0', integrity: 'sha512-x', dev: true },
  }
  expect(faultsOfLock({ packages })).toEqual([
    'node_modules/b: no integrity hash',
    'node_modules/c: licence AGPL-3.0 is not on the list',
  ])
})
