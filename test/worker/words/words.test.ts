import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { AppError, errorCodes } from '#worker/api/errors.ts'
import { loadWords } from '#worker/words/words.ts'

const words = loadWords(fileURLToPath(new URL('../../../resources', import.meta.url)))

test.for(errorCodes)('%s is told in whole sentences even when a maker gave no params', (code) => {
  const told = words.error({ ...new AppError(code).data, params: {} })
  expect(told).not.toContain('error.')
  expect(told.split(/[.!?]\s/).length).toBeGreaterThanOrEqual(2)
})
