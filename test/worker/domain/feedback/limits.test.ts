import { expect, test } from 'vitest'
import { weigh } from '#worker/domain/feedback/limits.ts'

const mega = 1024 ** 2

test('just at the limits there is nothing to say', () => {
  const files = [{ name: 'a.tif', size: 2 * 1024 * mega }]
  expect(weigh({ ms: 600_000, peakBytes: 1000 * mega, files })).toEqual([])
  expect(weigh({ ms: 1, peakBytes: null })).toEqual([])
})

test('beyond them it says what and how much', () => {
  const files = [
    { name: 'large.tif', size: 2 * 1024 * mega + 1 },
    { name: 'huge.tif', size: 10 * 1024 * mega + 1 },
  ]
  const findings = weigh({ ms: 600_001, peakBytes: 1000 * mega + 1, files })
  expect(findings.map(({ code, level, params }) => ({ code, level, params }))).toEqual([
    { code: 'cloudTime', level: 'warning', params: { minutes: 11 } },
    { code: 'cloudMemory', level: 'warning', params: { megabytes: 1001 } },
    {
      code: 'cloudFileLarge',
      level: 'warning',
      params: { file: 'large.tif', gigabytes: 2.1 },
    },
    {
      code: 'cloudFileRefused',
      level: 'warning',
      params: { file: 'huge.tif', gigabytes: 10.1 },
    },
  ])
})
