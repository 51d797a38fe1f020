import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run, scratch } from '#test/worker/cli/run.ts'

test('wrong usage is told before anything begins, and no password with it', async () => {
  for (const wrong of [
    ['--http', 'localhost'],
    ['--http', '127.0.0.1:70000'],
    ['--sessions', '0'],
    ['--budget', 'long'],
    ['--postgres', 'mysql://root:secret@host/db'],
    ['extra'],
  ]) {
    const ran = await run(['serve', '--data', join(scratch(), 'data'), ...wrong])
    expect(ran.code, wrong.join(' ')).toBe(2)
    expect(ran.stderr).not.toContain('secret')
  }
  const ran = await run(['serve', '--json', '--token-file', join(scratch(), 'nowhere')])
  expect(ran.document()).toMatchObject({ error: { code: 'input.unreadable' } })
}, 60_000)
