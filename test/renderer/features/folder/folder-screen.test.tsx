import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import type { FolderTab } from '#renderer/features/folder/opened-context.tsx'
import type { Script } from '#test/renderer/harness/fake.ts'
import { changes } from '#test/renderer/harness/sample-changes.ts'
import { check, checkResult, findings, refused } from '#test/renderer/harness/sample-checks.ts'
import { delta, kept } from '#test/renderer/harness/sample-deltas.ts'
import { folder } from '#test/renderer/harness/sample-folder.ts'
import { lost, packageJob } from '#test/renderer/harness/sample-packages.ts'
import { inputsOf, openWindow } from '#test/renderer/open.tsx'
import type { Job } from '#worker/api/jobs.ts'

/** The window on the opened project, with these jobs in the ledger. */
function openFolder(tab: FolderTab, jobs: Job[], script: Script = {}) {
  return openWindow({
    screen: { name: 'folder' },
    opened: { path: folder, tab },
    script: { 'jobs.list': () => jobs, ...script },
  })
}

const button = (name: string | RegExp) => screen.findByRole('button', { name })

test('a project is opened by its folder and tells what it is', async () => {
  const { user, fake } = openWindow({ screen: { name: 'folder' } })
  await user.click(await button('Choose folder…'))
  expect(await screen.findByRole('heading', { level: 1, name: 'Ward 5 water points' })).toBeTruthy()
  expect(inputsOf(fake, 'folder.look')).toEqual([{ folder: '/media/asha/USB' }])
  expect(screen.getByText('saved by QGIS 3.34.4-Prizren')).toBeTruthy()
})

describe('the check', () => {
  test('asks what was set, once, and shows how far it is', async () => {
    const { user, fake } = openFolder('check', [])
    await user.type(await screen.findByRole('textbox', { name: 'Room in QFieldCloud, MB' }), '0,5')
    await user.click(screen.getByRole('switch', { name: 'Without any connection' }))
    await user.click(await button('Check project'))
    expect(inputsOf(fake, 'jobs.check')).toEqual([{ folder, offline: true, planBytes: 500_000 }])
    expect((await screen.findByRole('list', { name: 'Steps' })).textContent).toContain('Open it in QGIS')
  })

  test('does not begin with a limit that is no number', async () => {
    const { user, fake } = openFolder('check', [])
    await user.type(await screen.findByRole('textbox', { name: 'Room in QFieldCloud, MB' }), 'a lot')
    await user.click(await button('Check project'))
    expect(inputsOf(fake, 'jobs.check')).toEqual([])
    expect(screen.getByText('A number of megabytes.')).toBeTruthy()
  })

  test.each<[string, Job, string]>([
    ['errors', check(), 'Not ready for the field'],
    [
      'warnings only',
      check({
        result: checkResult({ findings: findings.filter(({ level }) => level !== 'error') }),
      }),
      '3 things behave differently in the field.',
    ],
    ['nothing', check({ result: checkResult({ findings: [] }) }), 'Nothing to mend.'],
    ['no readable project', refused(), 'QFieldCloud would refuse this project'],
  ])('with %s has its verdict', async (_name, job, words) => {
    openFolder('check', [job])
    expect(await screen.findByText(words)).toBeTruthy()
  })

  test('of a ledger that another version wrote shows no verdict, and does not break', async () => {
    openFolder('check', [check({ result: { folder, layers: 'many' } })])
    expect(await button('Raw log')).toBeTruthy()
    expect(screen.queryByRole('region', { name: 'Verdict' })).toBeNull()
  })

  test('mends what is ticked in a copy, opens the copy and checks that', async () => {
    const { user, fake } = openFolder('check', [check()])
    await user.click(await screen.findByRole('checkbox', { name: 'Mend: bring the file in' }))
    await user.click(await button('Mend 1 in a copy…'))
    const dialog = within(await screen.findByRole('dialog'))
    await dialog.findByText(`${folder}-copy`)
    await user.click(dialog.getByRole('button', { name: 'Make the copy' }))
    await waitFor(() => expect(inputsOf(fake, 'jobs.check')).toEqual([{ folder: `${folder}-copy` }]))
    expect(inputsOf(fake, 'folder.mend')).toEqual([
      { folder, out: `${folder}-copy`, findings: [findings[0]] },
    ])
    expect(inputsOf(fake, 'folder.look')).toContainEqual({ folder: `${folder}-copy` })
  })

  test('copies for support what has neither names nor paths', async () => {
    const { user, fake } = openFolder('check', [check()])
    await user.click(await button('Copy for support'))
    await waitFor(() => expect(inputsOf(fake, 'clipboard.write')).toHaveLength(1))
    const [{ text }] = inputsOf(fake, 'clipboard.write') as [{ text: string }]
    expect(text).toContain('Fieldpack 0.1.0')
    expect(text).toContain('process_projectfile, finished')
    expect(text).toContain('error fileOutside')
    expect(text).toContain('::<<<::')
    expect(text).not.toMatch(/\/home\/|ward-5|springs/i)
  })
})

describe('the package', () => {
  test('goes beside the project with what was chosen', async () => {
    const { user, fake } = openFolder('package', [])
    await screen.findByText(`${folder}-package`)
    await user.click(screen.getByRole('radio', { name: 'Cable' }))
    await user.click(screen.getByRole('switch', { name: /One .zip as well/ }))
    await user.click(await button('Make package'))
    expect(inputsOf(fake, 'jobs.package')).toEqual([
      { folder, out: `${folder}-package`, zip: true, actions: 'cable', offline: false, leaveOut: [] },
    ])
  })

  test('that would lose layers is made without them when somebody says so', async () => {
    const { user, fake } = openFolder('package', [lost()])
    await screen.findByText('2 layers would be missing on the tablets: Wells, Springs.')
    await screen.findByText(`${folder}-package`)
    await user.click(await button('Package without those 2 layers'))
    expect(inputsOf(fake, 'jobs.package')).toMatchObject([{ leaveOut: ['wells_1f2e', 'springs_1f2e'] }])
  })

  test('shows what became of every layer, and where it is', async () => {
    const { user, fake } = openFolder('package', [packageJob()])
    expect(
      await screen.findByRole('row', { name: /^Parcels Copied, editable offline.* 30,012 30,012$/ }),
    ).toBeTruthy()
    await user.click(await button('Show .zip'))
    expect(inputsOf(fake, 'shell.reveal')).toEqual([{ path: `${folder}-package.zip` }])
  })
})

describe('changes', () => {
  const withDeltas: Script = {
    'deltas.list': ({ jobId }) => ({ total: jobId ? 0 : 12, deltas: jobId ? [] : kept(12) }),
  }

  test('from files are tried out before anything else', async () => {
    const { user, fake } = openFolder('changes', [])
    await user.click(await button(/^Choose delta files/))
    await user.click(await button('See what would happen'))
    expect(inputsOf(fake, 'jobs.applyDeltas')).toEqual([
      { folder, dryRun: true, files: ['/home/asha/forms/tablet-3.json', '/home/asha/forms/tablet-4.json'] },
    ])
    expect(await screen.findByText(/^Nothing was changed yet/)).toBeTruthy()
  })

  test('are applied as they were tried, or tried again with conflicts overwritten', async () => {
    const { user, fake } = openFolder('changes', [changes(12, true)], withDeltas)
    await user.click(await button('Apply 9 changes'))
    await user.click(await screen.findByRole('switch', { name: /Overwrite conflicts/ }))
    expect(inputsOf(fake, 'jobs.applyDeltas')).toMatchObject([
      { folder, dryRun: false, overwriteConflicts: false, files: ['/home/asha/deltas/tablet-3.json'] },
      { folder, dryRun: true, overwriteConflicts: true },
    ])
  })

  test('show their sides, and are undone by a trial first', async () => {
    const { user, fake } = openFolder('changes', [changes(12, false)], withDeltas)
    await user.click(await screen.findByRole('row', { name: /^Changed · Water points · 1, Applied/ }))
    expect(screen.getByRole('row', { name: 'state broken works' })).toBeTruthy()
    expect(screen.getByRole('img', { name: /before, dashed, and after/ })).toBeTruthy()
    await user.click(await button('Undo…'))
    expect(inputsOf(fake, 'jobs.applyDeltas')).toEqual([
      { folder, uuids: [delta(0).uuid], inverse: true, dryRun: true },
    ])
  })

  test('are applied again from one on, or ignored', async () => {
    const { user, fake } = openFolder('changes', [changes(12, false)], withDeltas)
    await user.click(await screen.findByRole('row', { name: /^Deleted · Visits · 9, Conflict/ }))
    await user.click(await button('More for the chosen changes'))
    await user.click(await screen.findByRole('menuitem', { name: 'Ignore: never apply it' }))
    expect(inputsOf(fake, 'deltas.mark')).toEqual([{ folder, uuids: [delta(8).uuid], status: 'ignored' }])
    await user.click(await button('More for the chosen changes'))
    await user.click(await screen.findByRole('menuitem', { name: 'Apply from here on again: 4…' }))
    expect(inputsOf(fake, 'jobs.applyDeltas')).toEqual([
      { folder, again: true, dryRun: true, uuids: [8, 9, 10, 11].map((index) => delta(index).uuid) },
    ])
  })

  test('that wait are tried all together', async () => {
    const { user, fake } = openFolder('changes', [], withDeltas)
    await user.click(await button('Try all 3 that wait'))
    expect(inputsOf(fake, 'jobs.applyDeltas')).toEqual([
      { folder, dryRun: true, uuids: [9, 10, 11].map((index) => delta(index).uuid) },
    ])
  })
})

test('a job about a project leads back to its side of it', async () => {
  const { user } = openWindow({
    screen: { name: 'job', id: 'package' },
    script: { 'jobs.get': packageJob(), 'jobs.list': () => [packageJob()] },
  })
  const main = within(screen.getByRole('main'))
  await user.click(await main.findByRole('button', { name: 'Open project' }))
  expect((await screen.findByRole('tab', { name: 'Package' })).getAttribute('aria-selected')).toBe('true')
})
