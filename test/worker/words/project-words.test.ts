import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { englishWords } from '#worker/domain/xlsform/project-words.ts'
import { loadProjectWords } from '#worker/words/project-words.ts'

const all = loadProjectWords(fileURLToPath(new URL('../../../resources', import.meta.url)))

test.each([...all])('%s has every word, in its own language', (code, words) => {
  expect(Intl.getCanonicalLocales(code)).toEqual([code])
  expect(Object.keys(words).sort()).toEqual(Object.keys(englishWords).sort())
  const same = Object.entries(englishWords).filter(([key, word]) => words[key as keyof typeof words] === word)
  expect(same).toEqual([])
})
