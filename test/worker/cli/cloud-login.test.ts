import { chmodSync, existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { root } from '#build/root.ts'
import { cloud } from '#worker/cli/cloud.ts'
import { loadWords } from '#worker/words/words.ts'
import { account, startFakeCloud } from '#test/fakes/qfieldcloud/start.ts'
import type { Profile } from '#test/fakes/qfieldcloud/state.ts'
import { signedIn, terminal } from '#test/worker/cli/cloud-terminal.ts'
import { scratch } from '#test/worker/cli/run.ts'

// Each case starts the command line several times.
vi.setConfig({ testTimeout: 120_000 })

test.for<Profile>(['2024', '2026'])(
  'the password of a QFieldCloud of %s comes on stdin and stays nowhere, the token in one file for its owner alone',
  async (profile) => {
    const server = await startFakeCloud({ profile })
    const at = terminal()
    const { code, stdout, stderr } = await at.login(server.url, account.user, account.password, '--json')
    expect(code).toBe(0)
    const [token = ''] = server.state.tokens.keys()
    expect(JSON.parse(stdout)).toMatchObject({ server: server.url, username: 'ana', state: 'signedIn' })
    expect(stderr).toMatch(/^The token is kept unprotected in .*cloud\.json/)
    const projects = await at.cloud('projects')
    expect(projects).toMatchObject({ code: 0, stdout: '' })
    const file = join(at.data, 'secrets', 'cloud.json')
    expect(at.filesWith(token)).toEqual([file])
    expect(at.filesWith(account.password)).toEqual([])
    for (const said of [stdout, stderr, projects.stderr]) {
      expect(said).not.toContain(token)
      expect(said).not.toContain(account.password)
    }
    if (process.platform === 'win32') return
    expect([statSync(file).mode & 0o777, statSync(join(at.data, 'secrets')).mode & 0o777]).toEqual([
      0o600, 0o700,
    ])
    chmodSync(file, 0o644)
    expect(await at.told('projects')).toMatchObject({ code: 1, error: { code: 'secrets.exposed' } })
  },
)

test('a token that expired is told, and signing in again goes on with the same account', async () => {
  const at = await signedIn('2024')
  at.server.addProject({ name: 'wells' })
  const [before] = (await at.told('accounts')).document as { id: string }[]
  at.server.expireTokens()
  const { code, error } = await at.told('projects')
  expect([code, error?.code]).toEqual([1, 'cloud.expired'])
  expect(error?.message).toMatch(/has expired.*Sign in again/)
  await at.login(at.server.url)
  expect((await at.told('accounts')).document).toMatchObject([{ id: before?.id, state: 'signedIn' }])
  expect((await at.cloud('projects')).stdout).toContain('ana/wells')
})

test('forgetting takes the token from here, and signs out no phone', async () => {
  const at = await signedIn('2026')
  expect(await at.cloud('forget')).toMatchObject({ code: 0 })
  expect(existsSync(join(at.data, 'secrets', 'cloud.json'))).toBe(false)
  expect(at.server.requests.filter(({ path }) => path.includes('logout'))).toEqual([])
  const { code, error } = await at.told('projects')
  expect([code, error?.code]).toEqual([1, 'cloud.signedOut'])
  expect(error?.message).toContain('Sign in')
})

test('of several accounts one is named, as user@host', async () => {
  const at = await signedIn('2024')
  const other = await startFakeCloud({ profile: '2026' })
  other.addProject({ name: 'wells', owner: 'bob' })
  await at.signIn(other.url, 'bob', 'battery staple')
  const [ana, bob] = [`ana@${new URL(at.server.url).host}`, `bob@${new URL(other.url).host}`]
  expect((await at.cloud('accounts')).stdout).toMatch(new RegExp(`${ana} +signedIn.*\n${bob} +signedIn`))
  const { code, error } = await at.told('projects')
  expect([code, error?.code]).toEqual([2, 'usage'])
  expect(error?.message).toContain(`${ana}, ${bob}`)
  expect((await at.cloud('projects', '--account', bob)).stdout).toMatch(/ bob\/wells\n$/)
})

test('a wrong password, and servers that are none or could be overheard, keep nothing here', async () => {
  const at = terminal()
  const server = await startFakeCloud({ profile: '2026' })
  const portal = await startFakeCloud({ profile: '2026' })
  portal.quirks.portal = 'page'
  const gone = await startFakeCloud({ profile: '2026' })
  await gone.close()
  const wrong: [string, string][] = [
    [server.url, 'cloud.wrongPassword'],
    [portal.url, 'cloud.portal'],
    [gone.url, 'cloud.unreachable'],
    ['http://192.0.2.1', 'cloud.plainHttp'],
    ['ftp://example.org', 'cloud.badAddress'],
    ['https://ana:geheim@example.org', 'cloud.badAddress'],
  ]
  for (const [address, expected] of wrong) {
    const { code, stdout, stderr } = await at.login(address, 'ana', 'geheim', '--json')
    const { error } = JSON.parse(stdout) as { error: { code: string; message: string } }
    expect([code, error.code], address).toEqual([1, expected])
    expect(stderr).toContain(error.message)
    expect(stdout + stderr).not.toContain('geheim')
    // Nobody stays to try it again.
    expect(error.message).not.toContain('by itself as soon as')
  }
  expect(existsSync(join(at.data, 'secrets', 'cloud.json'))).toBe(false)
  expect(at.filesWith('geheim')).toEqual([])
})

test('wrong usage is exit code 2, and asks no server', async () => {
  const at = terminal()
  const server = await startFakeCloud({ profile: '2026' })
  expect(await at.login(server.url, 'ana', '')).toMatchObject({ code: 2, stdout: '' })
  const { code, error } = await at.told('logout')
  expect([code, error?.code]).toEqual([2, 'usage'])
  expect(error?.message).toContain('cloud takes one of login, accounts')
  expect(server.requests).toEqual([])
})

test.for([
  [],
  ['login', 'http://127.0.0.1:9'],
  ['login', 'http://127.0.0.1:9', 'ana', '--password', 'x'],
  ['accounts', 'extra'],
  ['projects', '--bogus'],
  ['plan'],
  ['sync', 'a', 'b'],
  ['sync', 'a', '--limit-kb', '0'],
  ['sync', 'a', '--limit-kb', 'fast'],
  ['sync', 'a', '--limit-kb', '0.0001'],
  ['sync', 'a', '--mine', 'trees.gpkg', '--theirs', 'trees.gpkg'],
  ['sync', 'a', '--new', 'wells', '--project', 'wells'],
  ['jobs', 'a', 'extra'],
  ['log', 'a'],
  ['start', 'a'],
  ['deltas', 'a', '--status', 'bogus'],
  ['push', 'a'],
  ['push', 'a', 'b', 'c'],
  ['reapply', 'a'],
  ['people', 'a', '--apply'],
  ['people', 'a', '--csv', 'a.csv', '--sheet', 'a.pdf'],
  ['people', 'a', '--csv', 'a.csv', '--remove', 'bob'],
])('%j is wrong usage before anything begins', async (args) => {
  const resourcesDir = join(root, 'resources')
  const dataDir = join(scratch(), 'data')
  const context = { json: true, dataDir, resourcesDir, words: loadWords(resourcesDir), note: () => undefined }
  await expect(cloud(args, context)).rejects.toThrow(/^usage /)
  expect(existsSync(dataDir)).toBe(false)
})
