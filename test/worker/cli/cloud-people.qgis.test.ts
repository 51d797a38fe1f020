import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { signedIn } from '#test/worker/cli/cloud-terminal.ts'
import { scratch } from '#test/worker/cli/run.ts'

// Each case starts the command line several times, and QGIS.
vi.setConfig({ testTimeout: 180_000 })

test('a new user’s password stands on the sheet and nowhere else', async () => {
  const at = await signedIn('2026', { user: 'sam', password: 'staff only' })
  const { collaborators } = at.server.addProject({ name: 'wells', owner: 'sam' })
  const folder = scratch()
  const [list, sheet] = [join(folder, 'people.csv'), join(folder, 'cards.pdf')]
  writeFileSync(list, 'username,email,role\nzoe,zoe@example.org,editor\n')
  const args = ['people', '--project', 'wells', '--csv', list, '--apply', '--sheet', sheet, '--json']
  const made = await at.cloud(...args)
  expect(made.code, made.stderr).toBe(0)
  expect(made.document()).toMatchObject([{ username: 'zoe', action: 'createUser', done: true }])
  expect([...collaborators.keys()]).toEqual(['zoe'])
  const password = at.server.state.accounts.get('zoe')?.password ?? ''
  expect(password).not.toBe('')
  expect(made.stdout + made.stderr).not.toContain(password)
  expect(at.filesWith(password)).toEqual([])
  expect(readFileSync(sheet).subarray(0, 5).toString()).toBe('%PDF-')
  expect(existsSync(`${sheet}.txt`)).toBe(false)
  // Windows has no such bits.
  expect(process.platform === 'win32' ? 0 : statSync(sheet).mode & 0o077).toBe(0)

  // Somebody's passwords may stand on it.
  const again = await at.told(...args.slice(0, -1))
  expect([again.code, again.error?.code]).toEqual([1, 'output.exists'])
  const cards = join(folder, 'again.pdf')
  expect(await at.told('people', '--project', 'wells', '--sheet', cards)).toMatchObject({ code: 0 })
  expect(existsSync(cards)).toBe(true)
  const taken = await at.told('people', '--project', 'wells', '--sheet', sheet)
  expect([taken.code, taken.error?.code]).toEqual([1, 'output.exists'])
})
