import { expect, test } from 'vitest'
import type { SheetPlan } from '#worker/domain/cloud/plan-sheet.ts'
import type { QgisPort } from '#worker/steps/ports.ts'
import { writeSheet } from '#worker/steps/write-sheet.ts'
import { sheetWords } from '#worker/words/sheet-words.ts'
import { opened, projectId } from '#test/worker/cloud/opened.ts'

test('cards name the project as its server does, in whole sentences', async () => {
  const { server, cloud } = await opened('2026')
  const plans: SheetPlan[] = []
  const qgis: QgisPort = {
    ask: async (_, params) => {
      plans.push((params as { plan: SheetPlan }).plan)
      return { pages: 1, missing: ['ꙮ'] } as never
    },
  }
  const { signal } = new AbortController()
  const people = [{ username: 'bob', password: 'k7mp-x3qd-hw2v-9tba' }, { username: 'cleo' }]
  const written = await writeSheet(
    { projectId, people, out: '/tmp/x.pdf', signal },
    { client: cloud, qgis, words: sheetWords },
  )
  expect(written).toEqual({ file: '/tmp/x.pdf', missing: ['ꙮ'] })
  expect(plans[0]?.title).toBe('site in QField')
  const { cards } = plans[0]!
  expect(cards.map(({ lines }) => lines.map(({ value }) => value))).toEqual([
    ['ana/site', new URL(server.url).host, 'bob', 'k7mp-x3qd-hw2v-9tba'],
    ['ana/site', new URL(server.url).host, 'cleo'],
  ])
  expect(cards.every(({ note, qr, lines }) => note && qr.caption && lines.every(({ label }) => label))).toBe(
    true,
  )
})
