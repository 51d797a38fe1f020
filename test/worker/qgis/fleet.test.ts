import { expect, test } from 'vitest'
import { sessionsFor } from '#worker/qgis/fleet.ts'

const gibibyte = 1024 ** 3

test.for([
  [0.5, 8, 1],
  [2.9, 8, 1],
  [3, 8, 2],
  [16, 4, 4],
  [7.6, 2, 2],
  [64, 1, 1],
])('%s GiB free and %s cores bear %s sessions', ([free = 0, cores = 0, sessions]) => {
  expect(sessionsFor({ freeBytes: free * gibibyte, cores })).toBe(sessions)
})
