import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { placeOf, surveyPlace } from '#worker/intake/project-place.ts'
import { temporaryFolder } from '#test/worker/store/temporary.ts'

test('a folder has one name, by whichever way it is found', async () => {
  const above = temporaryFolder()
  const real = join(realpathSync(above), 'real.qgs')
  mkdirSync(real)
  writeFileSync(join(real, 'site.qgs'), 'x')
  symlinkSync(real, join(above, 'link'))
  for (const path of [real, join(above, 'link'), join(above, 'link', 'site.qgs')]) {
    expect(await placeOf(path)).toBe(real)
    expect((await surveyPlace(path, new AbortController().signal)).folder).toBe(real)
  }
  expect(await placeOf(join(above, 'gone'))).toBe(join(above, 'gone'))
})
