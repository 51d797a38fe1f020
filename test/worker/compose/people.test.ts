import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { PersonRow } from '#worker/api/cloud.ts'
import { AppError } from '#worker/api/errors.ts'
import { composePeople } from '#worker/compose/people.ts'
import type { CloudClient } from '#worker/steps/cloud-port.ts'
import type { QgisPort } from '#worker/steps/ports.ts'
import { opened, projectId, refusalOf } from '#test/worker/cloud/opened.ts'
import { temporaryFolder } from '#test/worker/store/temporary.ts'

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

/** A project of somebody who may create users, and a QGIS that draws so many sheets before it ends. */
async function managing(sheets: number) {
  const { server, cloud } = await opened('2026', { user: 'sam', password: 'staff only' })
  server.state.projects.get(projectId)!.owner = 'sam'
  const sheet = join(temporaryFolder(), 'sheet.pdf')
  let drawn = 0
  const qgis: Pick<QgisPort, 'ask'> = {
    ask: async () => {
      drawn += 1
      if (drawn > sheets) throw new AppError('qgis.crashed')
      return { missing: [] } as never
    },
  }
  return {
    server,
    cloud,
    sheet,
    note: `${sheet}.txt`,
    people: composePeople(qgis, new AbortController().signal),
  }
}

test('passwords that were made are told even when the sheet cannot be drawn', async () => {
  const { server, cloud, sheet, note, people } = await managing(1)
  const { code, data } = await refusalOf(people.apply(cloud, projectId, [row], sheet))
  expect(code).toBe('qgis.crashed')
  expect(data.detail).toContain(note)
  expect(statSync(note).mode & 0o77).toBe(0)
  const [, password = ''] = /^zoe\t(\S+)\n$/.exec(readFileSync(note, 'utf8')) ?? []
  expect(data.detail).not.toContain(password)
  expect(server.state.accounts.get('zoe')?.password).toBe(password)
})

test('a password is on the disk before the server makes its user, and goes with the sheet', async () => {
  const { server, cloud, sheet, note, people } = await managing(2)
  const kept: string[] = []
  const client: CloudClient = {
    ...cloud,
    createUser: async (user) => {
      kept.push(readFileSync(note, 'utf8'))
      await cloud.createUser(user)
    },
  }
  const [done] = await people.apply(client, projectId, [row], sheet)
  expect(done?.done).toBe(true)
  expect(kept).toEqual([`zoe\t${server.state.accounts.get('zoe')?.password}\n`])
  expect(existsSync(note)).toBe(false)
})

test('what an earlier try left behind is not touched', async () => {
  const { server, cloud, sheet, note, people } = await managing(2)
  writeFileSync(note, 'dee\tk7mp-x3qd-hw2v-9tba\n')
  expect((await refusalOf(people.apply(cloud, projectId, [row], sheet))).code).toBe('output.exists')
  expect(readFileSync(note, 'utf8')).toBe('dee\tk7mp-x3qd-hw2v-9tba\n')
  expect(server.state.accounts.has('zoe')).toBe(false)
})

test('where nothing can be written nobody is made', async () => {
  const { server, cloud, people } = await managing(2)
  // The sheet itself is drawn by QGIS, which does not mind here.
  const sheet = join(temporaryFolder(), 'gone', 'sheet.pdf')
  const [told] = await people.apply(cloud, projectId, [row], sheet)
  expect(told).toMatchObject({ done: false, error: { code: 'output.readonly' } })
  expect(server.state.accounts.has('zoe')).toBe(false)
})
