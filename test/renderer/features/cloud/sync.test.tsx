import { act, screen, within } from '@testing-library/react'
import { beforeAll, expect, test } from 'vitest'
import * as cloud from '#test/renderer/harness/sample-cloud.ts'
import { folder } from '#test/renderer/harness/sample-folder.ts'
import type { Script } from '#test/renderer/harness/fake.ts'
import { inputsOf, openWindow } from '#test/renderer/open.tsx'
import { AppError, type ErrorCode } from '#worker/api/errors.ts'
import type { Job } from '#worker/api/jobs.ts'

beforeAll(() => {
  Element.prototype.scrollIntoView = () => undefined
})

const open = (jobs: Job[] = [], script: Script = {}) =>
  openWindow({
    screen: { name: 'folder' },
    opened: { path: folder, tab: 'cloud' },
    script: { ...cloud.online, 'jobs.list': jobs, ...script },
  })

const smallPlan = { ...cloud.bigPlan, files: cloud.bigPlan.files.slice(0, 3) }

const press = (name: string | RegExp) => screen.findByRole('button', { name })

test('a folder that is nowhere goes to a new, private project under the name that the plan gives it', async () => {
  const { fake, user } = open([], { 'cloud.link': null, 'cloud.plan': smallPlan })
  await user.click(await press('Compare'))
  await screen.findByText('The project will be called “Ward-5-water-points”.')
  await screen.findByText(/not all of it fits/)
  expect(document.activeElement?.tagName).toBe('H2')
  await user.click(await press('Sync'))
  expect(inputsOf(fake, 'cloud.plan')).toMatchObject([
    { target: { kind: 'new', name: 'Ward 5 water points', owner: 'asha', isPublic: false } },
  ])
  expect(inputsOf(fake, 'jobs.sync')).toEqual([
    {
      folder,
      accountId: 'account-1',
      target: smallPlan.target,
      choices: {},
      seen: {},
      download: true,
      makePackage: true,
      limitRate: null,
    },
  ])
})

test('a choice about a file that changed on both sides is compared again and goes along', async () => {
  const { fake, user } = open()
  await user.click(await press('Compare'))
  await user.click(await press(/What to do with data\/water\.gpkg/))
  await user.click(await screen.findByRole('option', { name: 'Mine goes up' }))
  await user.click(await press('Sync'))
  expect(inputsOf(fake, 'cloud.plan').at(-1)).toMatchObject({ choices: { 'data/water.gpkg': 'mine' } })
  expect(inputsOf(fake, 'jobs.sync')).toMatchObject([
    {
      choices: { 'data/water.gpkg': 'mine' },
      seen: { 'data/water.gpkg': 'etag of data/water.gpkg' },
    },
  ])
})

test('a choice about a version that is not the last one any more is to be made anew', async () => {
  const conflict = { ...cloud.bigPlan.files[0]!, name: 'roads.shp', action: 'conflict' as const }
  const part = { ...conflict, name: 'roads.dbf', partOf: 'roads.shp' }
  let there = 'first'
  const { fake, user } = open([], {
    'cloud.plan': () => ({
      ...smallPlan,
      files: [
        { ...conflict, there: 'a' },
        { ...part, there },
      ],
    }),
  })
  await user.click(await press('Compare'))
  await user.click(await press(/What to do with roads\.shp/))
  await user.click(await screen.findByRole('option', { name: 'Mine goes up' }))
  expect(await screen.findByRole('button', { name: /Mine goes up.*roads\.shp/ })).toBeTruthy()
  expect(screen.queryByText('roads.dbf')).toBeNull()
  there = 'second'
  await user.click(await press('Compare again'))
  await screen.findByRole('button', { name: /Keep both.*roads\.shp/ })
  await user.click(await press('Sync'))
  expect(inputsOf(fake, 'jobs.sync')).toMatchObject([{ seen: { 'roads.shp': 'a', 'roads.dbf': 'first' } }])
})

test('offline it syncs without a plan, later', async () => {
  const { fake, user } = open([], {
    'cloud.plan': new AppError('cloud.unreachable', { host: 'app.qfield.cloud' }),
  })
  await user.click(await press('Compare'))
  await screen.findByText('The server can’t be reached now.')
  await user.click(await press('Sync when online'))
  expect(inputsOf(fake, 'jobs.sync')).toMatchObject([{ target: { kind: 'project' } }])
})

test('a server that refuses is not called offline', async () => {
  const { user } = open([], { 'cloud.plan': new AppError('cloud.forbidden', { host: 'app.qfield.cloud' }) })
  await user.click(await press('Compare'))
  await screen.findByText(/doesn’t allow this user/)
  expect(screen.queryByRole('button', { name: /^Sync/ })).toBeNull()
})

test('a running sync counts what is proven, and can be paused', async () => {
  const { fake, user } = open([cloud.syncing()], { 'cloud.files': cloud.files(500, 214) })
  await screen.findByText('191 of 445 files are safe on the server')
  expect(screen.queryByRole('button', { name: 'Compare' })).toBeNull()
  await user.click(await press('Pause'))
  expect(inputsOf(fake, 'jobs.cancel')).toEqual([{ id: 'sync' }])
})

const waiting = (code: ErrorCode): Job => ({
  ...cloud.syncing(),
  state: 'pending',
  nextAttemptAt: '2026-11-22T09:42:00.000Z',
  error: new AppError(code, { host: 'app.qfield.cloud', seconds: 120 }).data,
})

test('a sync that waits for a connection tries at once when somebody asks, or the network is back', async () => {
  const { fake, user } = open([waiting('cloud.unreachable')])
  await user.click(await press('Try now'))
  expect(inputsOf(fake, 'jobs.hurry')).toHaveLength(1)
  act(() => void window.dispatchEvent(new Event('online')))
  expect(inputsOf(fake, 'jobs.hurry')).toHaveLength(2)
})

test('a server that asked for patience is not hurried', async () => {
  open([waiting('cloud.busy')])
  await press('Pause')
  expect(screen.queryByRole('button', { name: 'Try now' })).toBeNull()
})

test('a paused sync goes on', async () => {
  const { fake, user } = open([cloud.sync({ state: 'stopped', result: null })], {
    'cloud.files': cloud.files(40, 12),
  })
  await screen.findByText('11 of 36 files are safe on the server')
  await user.click(await press('Go on'))
  expect(inputsOf(fake, 'jobs.retry')).toEqual([{ id: 'sync' }])
})

const finished = (patch: Parameters<typeof cloud.result>[0]) => cloud.sync({ result: cloud.result(patch) })

test.each([
  ['packaged', finished({}), 'Synced and packaged: ready for QField', 'good'],
  ['not packaged', finished({ packageJob: null }), 'Synced: both sides are equal', 'good'],
  [
    'nothing to do',
    finished({ packageJob: null, uploaded: 0, downloaded: 0 }),
    'Both sides were equal already',
    'good',
  ],
  ['left out', finished({ skipped: 2 }), 'Synced and packaged: ready for QField', 'warn'],
  ['two versions', finished({ keptBoth: [{ name: 'a', other: 'b' }] }), /1 file in two versions/, 'warn'],
  ['failed', finished({ failed: cloud.failedFiles().slice(38) }), '2 files are not synced yet', 'warn'],
] as const)(
  'the end of a sync is a sentence, and green only when all is there: %s',
  async (_, job, words, tone) => {
    open([job])
    const sentence = await screen.findByText(words)
    expect(sentence.closest('[data-tone]')?.getAttribute('data-tone')).toBe(tone)
  },
)

test('a sync that failed because of the server’s own job leads to the same job here', async () => {
  const { user } = open([
    cloud.sync({
      state: 'failed',
      error: new AppError('cloud.jobFailed', { host: 'app.qfield.cloud' }).data,
      result: null,
    }),
  ])
  await user.click(await press('Run the same on this laptop'))
  expect(await screen.findByRole('tab', { name: 'Check', selected: true })).toBeTruthy()
})

test('who is no longer signed in signs in again where the project is, and the server is left alone', async () => {
  const { fake } = open([], { 'cloud.link': cloud.link({ accountId: 'account-2' }) })
  await screen.findByText(/asha\.gurung is no longer signed in at qfield\.ward5\.example\.org/)
  expect(screen.queryByRole('button', { name: 'Compare' })).toBeNull()
  expect(inputsOf(fake, 'cloud.plan')).toEqual([])
})

test('the project of a folder is shown when a first sync has made it', async () => {
  let link: ReturnType<typeof cloud.link> | null = null
  const { fake } = open([cloud.syncing()], { 'cloud.link': () => link })
  await press('Pause')
  expect(screen.queryByText('nepal-water / ward-5-water-points')).toBeNull()
  link = cloud.link()
  act(() => fake.say('job.changed', cloud.sync({ updatedAt: '2026-11-22T10:00:00.000Z' })))
  const card = await screen.findByRole('region', { name: 'Linked project' })
  expect(within(card).getByText('nepal-water / ward-5-water-points')).toBeTruthy()
})
