import { expect, test } from 'vitest'
import { AppError } from '#worker/api/errors.ts'
import type { Hello } from '#worker/domain/qgis/protocol.ts'
import { createFinder } from '#worker/qgis/discover.ts'

const hello: Hello = {
  qgis: '3.34.1',
  qgisInt: 33401,
  qt: '5.15.8',
  gdal: '3.6.2',
  python: '3.11.2',
  prefix: '/usr',
  providers: [],
  drivers: [],
  pid: 1,
}

/** A Linux with Pythons in the folders of PATH; `outcomes` says what each one's probe finds. */
function finder(outcomes: Record<string, Hello | AppError>) {
  const probed: string[] = []
  const made = createFinder({
    around: {
      platform: 'linux',
      env: { PATH: Object.keys(outcomes).join(':') },
      list: (folder) => (folder in outcomes ? ['python3'] : []),
    },
    probe: (candidate) => {
      probed.push(candidate.label)
      const outcome = outcomes[candidate.label.replace('/python3', '')] ?? new AppError('qgis.missing')
      return outcome instanceof AppError ? Promise.reject(outcome) : Promise.resolve(outcome)
    },
    now: () => new Date('2026-05-01T12:00:00Z'),
  })
  return { ...made, probed }
}

const missing = new AppError('qgis.missing')
const tooOld = new AppError('qgis.tooOld', { version: '3.10', minimum: '3.22' })
const broken = new AppError('qgis.startFailed', { cause: 'SIGSEGV' })

test('the first that works is taken, with its date; later ones are not even asked', async () => {
  const { find, probed } = finder({ '/a': missing, '/b': hello, '/c': hello })
  expect(await find(null)).toMatchObject({
    candidate: { label: '/b/python3' },
    hello,
    at: '2026-05-01T12:00:00.000Z',
  })
  expect(probed).toEqual(['/a/python3', '/b/python3'])
})

test('a find is kept until somebody wants a new one or another setting', async () => {
  const { find, forget, probed } = finder({ '/a': hello })
  await Promise.all([find(null), find(null)])
  await find(null)
  expect(probed).toHaveLength(1)
  forget()
  await find(null)
  expect(probed).toHaveLength(2)
  await find('/x/python3')
  expect(probed).toEqual(['/a/python3', '/a/python3', '/x/python3', '/a/python3'])
})

test('a failure is not kept: QGIS may have been installed since', async () => {
  const { find, probed } = finder({ '/a': missing })
  await expect(find(null)).rejects.toMatchObject({ code: 'qgis.missing' })
  await expect(find(null)).rejects.toMatchObject({ code: 'qgis.missing' })
  expect(probed).toHaveLength(2)
})

test.each([
  [{ '/a': missing, '/b': tooOld, '/c': broken }, 'qgis.tooOld', { version: '3.10', minimum: '3.22' }],
  [{ '/a': missing, '/b': broken }, 'qgis.startFailed', { cause: 'SIGSEGV' }],
  [{ '/a': missing }, 'qgis.missing', {}],
  [{}, 'qgis.missing', {}],
])('when none works, the one that came nearest is told: case %#', async (outcomes, code, params) => {
  await expect(finder(outcomes).find(null)).rejects.toMatchObject({ data: { code, params } })
})
