import { expect, test } from 'vitest'
import { settingsHandlers } from '#worker/rpc/handlers/settings.ts'
import { temporaryLedger } from '#test/worker/store/temporary.ts'

test('only another way to the database connects anew', async () => {
  const { settings } = await temporaryLedger()
  let times = 0
  const handlers = settingsHandlers(settings, () => times++)
  await handlers['settings.set']({ theme: 'dark', takeJobs: true })
  expect(times).toBe(0)
  expect(await handlers['settings.set']({ postgresUrl: 'postgres://a@b/c' })).toMatchObject({ theme: 'dark' })
  await handlers['settings.set']({ postgresUrl: 'postgres://a@b/c' })
  await handlers['settings.set']({ postgresTls: 'require' })
  expect(times).toBe(2)
})
