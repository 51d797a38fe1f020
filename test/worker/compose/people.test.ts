import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { PersonRow } from '#worker/api/cloud.ts'
import { AppError } from '#worker/api/errors.ts'
import { composePeople } from '#worker/compose/people.ts'
import type { QgisPort } from '#worker/steps/ports.ts'
import { opened, projectId, refusalOf } from '#test/worker/cloud/opened.ts'
import { temporaryFolder } from '#test/worker/store/temporary.ts'

test('passwords that were made are told even when the sheet cannot be drawn', async () => {
  const { server, cloud } = await opened('2026', { user: 'sam', password: 'staff only' })
  server.state.projects.get(projectId)!.owner = 'sam'
  const sheet = join(temporaryFolder(), 'sheet.pdf')
  const stopping = new AbortController()
  let drawn = 0
  // A QGIS that ends together with the app.
  const qgis: Pick<QgisPort, 'ask'> = {
    ask: async () => {
      drawn += 1
      if (drawn > 1) throw new AppError('qgis.crashed')
      return { missing: [] } as never
    },
  }
  const people = composePeople(qgis, stopping.signal)
  const row: PersonRow = {
    row: 2,
    username: 'zoe',
    email: 'zoe@example.org',
    role: 'editor',
    action: 'createUser',
    also: ['addCollaborator'],
    problem: null,
    done: false,
    error: null,
  }
  const { code, data } = await refusalOf(people.apply(cloud, projectId, [row], sheet))
  expect(code).toBe('qgis.crashed')
  const file = `${sheet}.txt`
  expect(data.detail).toContain(file)
  expect(statSync(file).mode & 0o77).toBe(0)
  const [, password = ''] = /^zoe\t(\S+)\n$/.exec(readFileSync(file, 'utf8')) ?? []
  expect(data.detail).not.toContain(password)
  expect(server.state.accounts.get('zoe')?.password).toBe(password)
})
