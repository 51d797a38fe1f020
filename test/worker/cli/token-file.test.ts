import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { inspect } from 'node:util'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { keepToken, readTokens, tokenFileOf } from '#worker/cli/token-file.ts'
import { withWorker } from '#worker/cli/with-worker.ts'
import { root } from '#build/root.ts'
import { loadWords } from '#worker/words/words.ts'

let dataDir: string
let file: string
let notes: string[]
const note = (line: string) => void notes.push(line)
const modeOf = (path: string): number => statSync(path).mode & 0o777

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'fieldpack-tokens-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true }))
  file = tokenFileOf(dataDir)
  notes = []
})

test('tokens are kept by account, and forgotten one by one', () => {
  expect(readTokens(file)).toEqual({})
  keepToken(file, 'one', 'token-1', note)
  keepToken(file, 'two', 'token-2', note)
  expect(readTokens(file)).toEqual({ one: 'token-1', two: 'token-2' })
  keepToken(file, 'one', 'token-3', note)
  keepToken(file, 'two', null, note)
  expect(readTokens(file)).toEqual({ one: 'token-3' })
  keepToken(file, 'one', null, note)
  expect(readdirSync(dirname(file)), 'nothing is left behind').toEqual([])
})

test('each keeping says in one line that the token is unprotected, and not the token', () => {
  keepToken(file, 'one', 'token-1', note)
  keepToken(file, 'one', null, note)
  expect(notes).toEqual([expect.stringMatching(/unprotected in .*cloud\.json/)])
  expect(notes[0]).not.toContain('token-1')
})

test.each(['{"one": 3}', '["token-1"]', '{"one": token-1}', ''])(
  'a damaged file (%j) is told without its text',
  (text) => {
    mkdirSync(dirname(file))
    writeFileSync(file, text, { mode: 0o600 })
    let caught: unknown = null
    try {
      readTokens(file)
    } catch (thrown) {
      caught = thrown
    }
    expect(caught).toMatchObject({ data: { code: 'input.unreadable', params: { file } } })
    expect(inspect(caught)).not.toContain('token-1')
  },
)

describe.skipIf(process.platform === 'win32')('modes', () => {
  test('are for the owner alone, in a folder that was open before as well', () => {
    mkdirSync(dirname(file), { mode: 0o755 })
    keepToken(file, 'one', 'token-1', note)
    expect([modeOf(dirname(file)), modeOf(file)]).toEqual([0o700, 0o600])
    keepToken(file, 'two', 'token-2', note)
    expect(modeOf(file)).toBe(0o600)
  })

  test.each([0o640, 0o604, 0o660, 0o644, 0o610])(
    '%o refuses the file, for reading and for writing',
    (mode) => {
      keepToken(file, 'one', 'token-1', note)
      chmodSync(file, mode)
      const before = readFileSync(file, 'utf8')
      expect(() => readTokens(file)).toThrow('secrets.exposed')
      expect(() => keepToken(file, 'two', 'token-2', note)).toThrow('secrets.exposed')
      expect(readFileSync(file, 'utf8')).toBe(before)
    },
  )

  test('refuse a run that uses accounts, and no other', async () => {
    keepToken(file, 'one', 'token-1', note)
    chmodSync(file, 0o644)
    const resourcesDir = join(root, 'resources')
    const context = { json: true, dataDir, resourcesDir, words: loadWords(resourcesDir), note }
    const list = (cloud: boolean) =>
      withWorker(context, { write: false, cloud }, ({ call }) => call('jobs.list', { limit: 1 }))
    await expect(list(true)).rejects.toThrow('secrets.exposed')
    expect(await list(false)).toEqual([])
    chmodSync(file, 0o600)
    expect(await list(true)).toEqual([])
  })
})
