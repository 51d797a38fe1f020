import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { SecretKeeper } from '#electron/secrets/keeper.ts'
import type { Safe } from '#electron/secrets/safe.ts'
import type { SecretsState } from '#electron/api/secrets.ts'
import { noSecrets, type Secrets } from '#worker/api/messages.ts'

let file: string
let heard: Secrets[]
let told: SecretsState[]

beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'fieldpack-secrets-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  file = join(folder, 'secrets.json')
  heard = []
  told = []
})

/** A system store with one key: what another key encrypted it rejects, as a keychain does. */
function safeWith(key: number, { stale = false, available = true } = {}): Safe {
  const turn = (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ key))
  return {
    isAvailable: async () => available,
    encrypt: async (text) => {
      if (!available) throw new Error('no store')
      return Buffer.concat([Buffer.of(key), turn(Buffer.from(text))])
    },
    decrypt: async (bytes) => {
      if (bytes[0] !== key) throw new Error('another key')
      return { text: turn(bytes.subarray(1)).toString(), stale }
    },
  }
}

/** The app once more, on the same disk. */
const keeper = (safe: Safe, path = file): SecretKeeper =>
  new SecretKeeper({
    safe,
    file: path,
    onSecrets: (secrets) => heard.push(secrets),
    onState: (state) => told.push(state),
  })

const onDisk = (): string => readFileSync(file, 'utf8')

test('nothing is known before anything was kept, which is told: the worker waits to hear it', async () => {
  expect(await keeper(safeWith(7)).state()).toEqual({
    safe: true,
    postgres: 'none',
    services: { state: 'none', names: [] },
    variables: {},
    cloud: {},
  })
  expect(heard).toEqual([noSecrets])
})

test('the system’s store keeps it over a start, and the disk never sees it (S20)', async () => {
  expect(await keeper(safeWith(7)).set('postgres', 'geheim', 'system')).toMatchObject({
    safe: true,
    postgres: 'system',
  })
  expect(onDisk()).not.toContain('geheim')
  expect(await keeper(safeWith(7)).state()).toMatchObject({ safe: true, postgres: 'system' })
  expect(heard).toEqual([
    noSecrets,
    { ...noSecrets, postgres: 'geheim' },
    { ...noSecrets, postgres: 'geheim' },
  ])
})

test.skipIf(process.platform === 'win32')('the file is for its owner alone', async () => {
  await keeper(safeWith(7)).set('postgres', 'geheim', 'plain')
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

test('without a store nothing is written down silently: it is asked for at the next start (S21)', async () => {
  const without = safeWith(7, { available: false })
  expect(await keeper(without).set('postgres', 'geheim', 'system')).toMatchObject({
    safe: false,
    postgres: 'session',
  })
  expect(onDisk()).not.toContain('geheim')
  expect(heard).toEqual([noSecrets, { ...noSecrets, postgres: 'geheim' }])
  expect(await keeper(without).state()).toMatchObject({ safe: false, postgres: 'ask' })
  expect(heard.at(-1)).toEqual({ ...noSecrets, postgres: null })
})

test('without a store the user may have it unprotected', async () => {
  const without = safeWith(7, { available: false })
  await keeper(without).set('postgres', 'geheim', 'plain')
  expect(await keeper(without).state()).toMatchObject({ safe: false, postgres: 'plain' })
  expect(heard.at(-1)).toEqual({ ...noSecrets, postgres: 'geheim' })
})

test('what another machine’s key encrypted asks for a new sign-in, and stays until it is replaced (S22)', async () => {
  await keeper(safeWith(7)).set('postgres', 'geheim', 'system')
  const before = onDisk()
  const elsewhere = keeper(safeWith(9))
  expect(await elsewhere.state()).toMatchObject({ safe: true, postgres: 'lost' })
  expect(onDisk()).toBe(before)
  expect(heard.at(-1)).toEqual({ ...noSecrets, postgres: null })
  await elsewhere.set('postgres', 'neu', 'system')
  expect(await keeper(safeWith(9)).state()).toMatchObject({ safe: true, postgres: 'system' })
  expect(heard.at(-1)).toEqual({ ...noSecrets, postgres: 'neu' })
})

test('a ciphertext survives a start without the store', async () => {
  await keeper(safeWith(7)).set('postgres', 'geheim', 'system')
  const locked: Safe = { ...safeWith(9), isAvailable: () => Promise.reject(new Error('locked')) }
  expect(await keeper(locked).state()).toMatchObject({ safe: false, postgres: 'lost' })
  expect(await keeper(safeWith(7)).state()).toMatchObject({ postgres: 'system' })
})

test('a key that was changed encrypts anew; a store that then refuses leaves the old ciphertext', async () => {
  await keeper(safeWith(7)).set('postgres', 'geheim', 'system')
  const refusing: Safe = {
    ...safeWith(7, { stale: true }),
    encrypt: () => Promise.reject(new Error('refused')),
  }
  const before = onDisk()
  expect(await keeper(refusing).state()).toMatchObject({ postgres: 'system' })
  expect(onDisk()).toBe(before)
  const rotated: Safe = { ...safeWith(7, { stale: true }), encrypt: safeWith(8).encrypt }
  await keeper(rotated).open()
  expect(await keeper(safeWith(8)).state()).toMatchObject({ postgres: 'system' })
})

test('what is forgotten is gone from the disk and from the worker', async () => {
  const one = keeper(safeWith(7))
  await one.set('postgres', 'geheim', 'plain')
  expect(await one.forget('postgres')).toMatchObject({ safe: true, postgres: 'none' })
  expect(() => onDisk()).toThrow('ENOENT')
  expect(heard.at(-1)).toEqual({ ...noSecrets, postgres: null })
})

test.each(['', '{', '{"postgres": 3}', '{"postgres": {"place": "system", "cipher": "?"}}'])(
  'a file that holds %j is as good as none',
  async (text) => {
    writeFileSync(file, text)
    expect(await keeper(safeWith(7)).state()).toMatchObject({ safe: true, postgres: 'none' })
  },
)

test('a disk that refuses fails the call and changes nothing', async () => {
  const one = keeper(safeWith(7), join(file, 'none'))
  await expect(one.set('postgres', 'geheim', 'system')).rejects.toThrow('ENOENT')
  expect(await one.state()).toMatchObject({ postgres: 'none' })
  expect(heard).toEqual([noSecrets])
})

const services = '[survey]\nhost=db\npassword=geheim\n\n[cadastre]\nhost=db\n'

test('several secrets stand side by side, each where it was put; names alone are told', async () => {
  const one = keeper(safeWith(7))
  await one.set('postgres', 'pw-1', 'system')
  await one.set('services', services, 'plain')
  await one.set('env.TILES_KEY', 'key-1', 'session')
  await one.keepToken('account-1', 'token-1')
  const state = {
    safe: true,
    postgres: 'system',
    services: { state: 'plain', names: ['survey', 'cadastre'] },
    variables: { TILES_KEY: 'session' },
    cloud: { 'account-1': 'system' },
  }
  expect(await one.state()).toEqual(state)
  expect(told.at(-1)).toEqual(state)
  expect(heard.at(-1)).toEqual({
    postgres: 'pw-1',
    services,
    env: { TILES_KEY: 'key-1' },
    cloud: { 'account-1': 'token-1' },
  })
  expect(onDisk()).not.toMatch(/pw-1|key-1|token-1/)
  expect(JSON.stringify(told)).not.toMatch(/geheim|pw-1|key-1|token-1/)

  expect(await keeper(safeWith(7)).state()).toEqual({ ...state, variables: { TILES_KEY: 'ask' } })
  expect(heard.at(-1)).toEqual({ postgres: 'pw-1', services, env: {}, cloud: { 'account-1': 'token-1' } })
})

test('what is lost stays while others are replaced and forgotten, and comes back with its key', async () => {
  const here = keeper(safeWith(7))
  await here.set('postgres', 'pw-1', 'system')
  await here.set('services', services, 'system')
  await here.keepToken('account-1', 'token-1')
  const elsewhere = keeper(safeWith(9))
  await elsewhere.set('postgres', 'pw-2', 'system')
  await elsewhere.keepToken('account-2', 'token-2')
  await elsewhere.forget('env.NOT_THERE')
  expect(await elsewhere.state()).toMatchObject({
    postgres: 'system',
    services: { state: 'lost', names: [] },
    cloud: { 'account-1': 'lost', 'account-2': 'system' },
  })
  expect(heard.at(-1)).toEqual({ postgres: 'pw-2', services: '', env: {}, cloud: { 'account-2': 'token-2' } })
  expect(await keeper(safeWith(7)).state()).toMatchObject({
    postgres: 'lost',
    services: { state: 'system', names: ['survey', 'cadastre'] },
    cloud: { 'account-1': 'system', 'account-2': 'lost' },
  })
})

test('the file of the first version is read, and written as the second at the next change', async () => {
  const cipher = (await safeWith(7).encrypt('geheim')).toString('base64')
  writeFileSync(file, JSON.stringify({ postgres: { place: 'system', cipher } }))
  const one = keeper(safeWith(7))
  expect(await one.state()).toMatchObject({ postgres: 'system' })
  expect(heard).toEqual([{ ...noSecrets, postgres: 'geheim' }])
  await one.set('env.TILES_KEY', 'key-1', 'system')
  expect(JSON.parse(onDisk())).toMatchObject({
    version: 2,
    kept: { postgres: { place: 'system', cipher }, 'env.TILES_KEY': { place: 'system' } },
  })
})

test('without a store a token is known until the app ends, and never stands on the disk', async () => {
  const without = safeWith(7, { available: false })
  const one = keeper(without)
  await one.keepToken('account-1', 'token-1')
  expect(told.at(-1)).toMatchObject({ safe: false, cloud: { 'account-1': 'session' } })
  expect(heard.at(-1)).toEqual({ ...noSecrets, cloud: { 'account-1': 'token-1' } })
  expect(onDisk()).not.toContain('token-1')
  expect(await keeper(without).state()).toMatchObject({ cloud: { 'account-1': 'ask' } })
  await one.keepToken('account-1', null)
  expect(told.at(-1)).toMatchObject({ cloud: {} })
  expect(() => onDisk()).toThrow('ENOENT')
})

test('a token that the disk refuses is known until the app ends all the same', async () => {
  const one = keeper(safeWith(7), join(file, 'none'))
  await expect(one.keepToken('account-1', 'token-1')).rejects.toThrow('ENOENT')
  expect(await one.state()).toMatchObject({ cloud: { 'account-1': 'session' } })
  expect(heard).toEqual([noSecrets, { ...noSecrets, cloud: { 'account-1': 'token-1' } }])
})

test('changes at the same time all arrive', async () => {
  const one = keeper(safeWith(7))
  const names = Array.from({ length: 12 }, (_, index) => `KEY_${index}`)
  await Promise.all([
    ...names.map((name) => one.set(`env.${name}`, name, 'system')),
    one.keepToken('account-1', 'token-1'),
    one.forget('env.KEY_3'),
  ])
  const { variables, cloud } = await keeper(safeWith(7)).state()
  expect(Object.keys(variables)).toEqual(names.filter((name) => name !== 'KEY_3'))
  expect(cloud).toEqual({ 'account-1': 'system' })
})
