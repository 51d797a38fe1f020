import type { MenuItemConstructorOptions } from 'electron'
import { expect, test } from 'vitest'
import { commands } from '#electron/api/commands.ts'
import { words } from '#electron/system/words.ts'
import { menuTemplate } from '#electron/window/menu.ts'

const sent: string[] = []
const build = (platform: NodeJS.Platform, dev = false) =>
  menuTemplate({ platform, dev, words, send: (id) => void sent.push(id) })

function flat(items: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])])
}

test.each(['linux', 'win32', 'darwin'] as const)(
  'on %s every command is in the menu once (A1)',
  (platform) => {
    const items = flat(build(platform))
    for (const { id, accelerator } of commands)
      expect(items.filter((item) => item.id === id)).toMatchObject([
        { accelerator, label: words(`menu.${id}`) },
      ])
  },
)

test('every command and menu has its word', () => {
  for (const item of flat(build('linux'))) expect(item.label ?? '').not.toMatch(/^menu\./)
})

test('no accelerator twice, none that the system or a screen reader owns (A1)', () => {
  const accelerators = commands.map((command) => command.accelerator)
  expect(new Set(accelerators).size).toBe(accelerators.length)
  for (const accelerator of accelerators)
    expect(accelerator).not.toMatch(/Insert|Alt\+|CmdOrCtrl\+(Tab|H|M|Q|C|V|X|A|Z|R|Plus|-|0)$/)
})

test('a click sends the command', () => {
  const item = flat(build('linux')).find(({ id }) => id === 'project.new')
  item?.click?.({} as never, undefined, {})
  expect(sent).toEqual(['project.new'])
})

const roles = (platform: NodeJS.Platform) => flat(build(platform)).map((item) => item.role)

test('a Mac has its App and Window menus, others end File with Quit (A2)', () => {
  expect(roles('darwin')).toEqual(expect.arrayContaining(['appMenu', 'windowMenu', 'close']))
  expect(roles('darwin')).not.toContain('quit')
  expect(roles('win32')).toEqual(expect.arrayContaining(['quit', 'about', 'togglefullscreen', 'resetZoom']))
})

test('developer tools only in development (A2)', () => {
  expect(flat(build('linux')).map((item) => item.role)).not.toContain('toggleDevTools')
  expect(flat(build('linux', true)).map((item) => item.role)).toContain('toggleDevTools')
})
