import { expect, test } from 'vitest'
import { Settings } from '#worker/api/settings.ts'
import { createSettings } from '#worker/store/settings.ts'
import { openStore } from '#worker/store/open.ts'
import { temporaryFolder, temporaryLedger } from '#test/worker/store/temporary.ts'

test('settings start as their defaults, change one at a time and outlive the store', async () => {
  const dir = temporaryFolder()
  const { settings, store } = await temporaryLedger(dir)
  expect(settings.get()).toEqual(Settings.parse({}))
  expect(settings.set({ theme: 'dark' })).toMatchObject({ theme: 'dark', qgisPython: null })
  settings.set({ qgisPython: '/usr/bin/python3' })
  store.close()
  const again = await openStore(dir)
  expect(createSettings(again).get()).toMatchObject({ theme: 'dark', qgisPython: '/usr/bin/python3' })
  again.close()
})

test('a row of another version, or one that makes no sense, counts as the default', async () => {
  const { settings, store } = await temporaryLedger()
  store.exec(
    `INSERT INTO settings VALUES ('theme', '"sepia"'), ('qgisTimeLimit', '90'), ('fromTheFuture', '1')`,
  )
  expect(settings.get()).toEqual(Settings.parse({ qgisTimeLimit: 90 }))
})
