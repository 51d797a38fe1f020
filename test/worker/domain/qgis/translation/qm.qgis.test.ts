import { writeFile } from 'node:fs/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Message } from '#worker/domain/qgis/plan.ts'
import { writeQm } from '#worker/domain/qgis/translation/qm.ts'
import { python } from '#test/resources/qgis/python.ts'
import { scratch } from '#test/resources/qgis/sources.ts'

const { path } = scratch()

/** Qt takes texts of C: none of them holds a zero character; and QGIS asks for no empty source. */
const text = fc
  .string({ minLength: 1, unit: fc.oneof(fc.constantFrom('a', 'b', ' *', 'é', 'अ', 'ع', '😀'), fc.string()) })
  .map((one) => one.replaceAll('\u0000', ''))
  .filter((one) => one !== '' && one.isWellFormed())
const message = fc.record<Message>({
  context: fc.constantFrom('project:layers:survey_0a1b2c3d:fieldaliases', 'project:relations', 'x'),
  source: text,
  translation: text,
})
const catalogue = fc.uniqueArray(message, {
  maxLength: 60,
  selector: ({ context, source }) => `${context}\n${source}`,
})

const script = `
import json, sys
from qgis.PyQt.QtCore import QTranslator
said = []
for file, messages in json.load(open(sys.argv[1])):
    translator = QTranslator()
    loaded = translator.load(file)
    known = [translator.translate(m['context'].encode(), m['source'].encode()) for m in messages]
    said.append([loaded, known, translator.translate('x', 'nobody wrote this')])
print(json.dumps(said))`

test('Qt finds every message of any catalogue, and no other', async () => {
  const catalogues = fc.sample(catalogue, { numRuns: 200, seed: 7 }).filter((each) => each.length > 0)
  const asked: [string, Message[]][] = []
  for (const [index, messages] of catalogues.entries()) {
    const file = path(`${index}.qm`)
    await writeFile(file, writeQm(messages, 'ar'))
    asked.push([file, messages])
  }
  await writeFile(path('asked.json'), JSON.stringify(asked))
  const said: unknown = JSON.parse(await python(script, path('asked.json')))
  expect(said).toEqual(
    catalogues.map((messages) => [
      true,
      messages.map(({ translation }) => translation),
      expect.toBeOneOf(['', null]),
    ]),
  )
})
