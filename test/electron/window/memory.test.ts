import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readMemory, writeMemory } from '#electron/window/memory.ts'

const folder = mkdtempSync(join(tmpdir(), 'fieldpack-memory-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('what was written is read again', () => {
  const file = join(folder, 'window.json')
  const memory = { bounds: { x: -5, y: 0, width: 900, height: 600 }, maximized: true, theme: 'dark' } as const
  writeMemory(file, memory)
  expect(readMemory(file)).toEqual(memory)
})

test.each([
  ['', 'empty'],
  ['{', 'cut off'],
  ['{"bounds": 3}', 'of another shape'],
])('a file that is %j is as good as none', (text) => {
  const file = join(folder, 'broken.json')
  writeFileSync(file, text)
  expect(readMemory(file)).toEqual({ bounds: null, maximized: false, theme: 'system' })
})

test('a folder that cannot be written costs nothing', () => {
  expect(() => writeMemory(join(folder, 'none', 'window.json'), readMemory(''))).not.toThrow()
})
