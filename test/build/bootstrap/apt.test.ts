import { expect, test } from 'vitest'
import { candidatesIn, choosePackages, installedIn } from '#build/bootstrap/apt.ts'
import { hasDisplay, notFoundIn } from '#build/bootstrap/display.ts'

const policy = `libgtk-3-0t64:
  Installed: (none)
  Candidate: 3.24.41-4ubuntu1
  Version table:
libgtk-3-0:
  Installed: (none)
  Candidate: (none)
  Version table:
xvfb:
  Installed: 2:21.1.7
  Candidate: 2:21.1.7
  Version table:
`

test('dpkg’s listing tells what is installed', () => {
  const listing =
    'xvfb install ok installed\nlibnss3 deinstall ok config-files\npython3-qgis install ok unpacked\n'
  expect([...installedIn(listing)]).toEqual(['xvfb'])
})

test('apt’s policy tells what could be installed', () => {
  expect([...candidatesIn(policy)]).toEqual(['libgtk-3-0t64', 'xvfb'])
})

test('of a package’s names, the one that this release has is chosen', () => {
  const wanted = [['libgtk-3-0', 'libgtk-3-0t64'], ['xvfb'], ['libnss3']] as const
  expect(choosePackages(wanted, new Set(['xvfb']), candidatesIn(policy))).toEqual([
    'libgtk-3-0t64',
    'libnss3',
  ])
  expect(choosePackages([['libgtk-3-0', 'libgtk-3-0t64']], new Set(['libgtk-3-0t64']), new Set())).toEqual([])
})

test('ldd’s listing tells what is missing', () => {
  const listing =
    '\tlibc.so.6 => /lib/libc.so.6 (0x00)\n\tlibnss3.so => not found\n\tlibgbm.so.1 => not found\n'
  expect(notFoundIn(listing)).toEqual(['libnss3.so', 'libgbm.so.1'])
})

test.runIf(process.platform === 'linux')('a display is X’s or Wayland’s, and an empty name is none', () => {
  expect([{ DISPLAY: ':0' }, { WAYLAND_DISPLAY: 'wayland-0' }, { DISPLAY: '' }, {}].map(hasDisplay)).toEqual([
    true,
    true,
    false,
    false,
  ])
})
