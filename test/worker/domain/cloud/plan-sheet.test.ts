import { expect, test } from 'vitest'
import { planSheet, qrModules } from '#worker/domain/cloud/plan-sheet.ts'
import { projectLink } from '#worker/domain/cloud/project-link.ts'

const project = { id: 'e02d02cc', name: 'trees', owner: 'valley', server: 'https://app.qfield.cloud' }
const words = {
  title: '{project} in QField',
  server: 'Server',
  user: 'User',
  password: 'Password',
  project: 'Project',
  scan: 'Scan',
  noteWithPassword: 'Keep it safe',
  note: 'Yours',
}

test('QField’s link names project, server and person, and nothing secret', () => {
  const link = projectLink({ projectId: 'e02d02cc', server: 'https://x.org:8443', username: 'a b+c' })
  expect(link).toBe('qfield://cloud?project=e02d02cc&url=https%3A%2F%2Fx.org%3A8443&username=a%20b%2Bc')
  expect(Object.fromEntries(new URL(link).searchParams)).toEqual({
    project: 'e02d02cc',
    url: 'https://x.org:8443',
    username: 'a b+c',
  })
})

test('a card has a password only where one was made', () => {
  const people = [{ username: 'bob', name: 'बब', password: 'k7mp-x3qd' }, { username: 'cleo' }]
  const plan = planSheet(project, people, words)
  expect(plan.title).toBe('trees in QField')
  expect(plan.cards.map(({ heading, note }) => [heading, note])).toEqual([
    ['बब', 'Keep it safe'],
    ['cleo', 'Yours'],
  ])
  expect(plan.cards[0]?.lines).toEqual([
    { label: 'Project', value: 'valley/trees', isCode: false },
    { label: 'Server', value: 'app.qfield.cloud', isCode: true },
    { label: 'User', value: 'bob', isCode: true },
    { label: 'Password', value: 'k7mp-x3qd', isCode: true },
  ])
  expect(plan.cards[1]?.lines).toHaveLength(3)
  expect(JSON.stringify(plan.cards[0]?.qr)).not.toContain('k7mp')
})

test('a code is square, without a margin, and has its three finder patterns', () => {
  const modules = qrModules('qfield://cloud?project=x')
  const size = modules.length
  expect((size - 17) % 4).toBe(0)
  expect(modules.every((row) => row.length === size && /^[01]+$/.test(row))).toBe(true)
  expect(modules[0]?.slice(0, 7)).toBe('1111111')
  expect(modules[0]?.slice(-7)).toBe('1111111')
  expect(modules.at(-1)?.slice(0, 7)).toBe('1111111')
})
