import { randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { afterEach, expect, test } from 'vitest'
import { launchApp, stubOpenDialog, type RunningApp } from '#test/e2e/app.ts'
import { account, startFakeCloud, type FakeCloud } from '#test/fakes/qfieldcloud/start.ts'

const settled = { timeout: 60_000 }
/** A sync that found nobody tries again after a while. */
const patient = { timeout: 180_000 }

let running: RunningApp | null = null
const folders: string[] = []

afterEach(async () => {
  await running?.close()
  running = null
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

test.for([
  ['2026', 'light'],
  ['2024', 'dark'],
] as const)(
  'a project made offline is synced when online, packaged, and a change is applied again, server of %s',
  async ([profile, theme]) => {
    const cloud = await startFakeCloud({ profile, jobs: 300 })
    const projects = temporary()
    running = await launchApp({ theme, size: { width: 1280, height: 800 } })
    const { page, shot } = running
    const shots = (name: string) => shot(`cloud-${name}-${theme}`)

    // Sign in, first with a wrong password.
    await page.getByRole('button', { name: 'Settings' }).click()
    await page.getByRole('button', { name: 'Sign in…' }).click(settled)
    await page.getByLabel('Server').fill(cloud.url)
    await page.getByLabel('User name or email').fill(account.user)
    await page.getByLabel('Password').fill('wrong')
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByText(/doesn’t know this user name with this password/).waitFor(settled)
    await page.getByLabel('Password').fill(account.password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByText(/Signed in until/).waitFor(settled)
    await shots('account')
    expect(await violations()).toEqual([])

    // Make a project while nobody can be reached.
    cloud.quirks.reset = true
    await page.getByRole('button', { name: 'Projects', exact: true }).click()
    await page.getByRole('button', { name: 'Try the sample' }).click()
    await page.getByText('Everything is there.').first().waitFor(settled)
    await stubOpenDialog(running, projects)
    await page.getByRole('button', { name: /Change/ }).click()
    await page.getByText(projects).first().waitFor(settled)
    await page.getByRole('button', { name: 'Build project' }).click()
    await page.getByRole('button', { name: 'Show in folder' }).first().waitFor(patient)
    const [made = ''] = readdirSync(projects)
    const folder = join(projects, made)

    // Ask for a sync offline.
    await page.getByRole('button', { name: 'Open project' }).click()
    await stubOpenDialog(running, folder)
    await page.getByRole('button', { name: 'Choose folder…' }).click()
    await page.getByRole('tab', { name: 'QFieldCloud' }).click(settled)
    await page.getByRole('button', { name: 'Compare' }).click(settled)
    await page.getByRole('heading', { name: /files go up, nothing comes down/ }).waitFor(patient)
    await shots('offline')
    await page.getByRole('button', { name: 'Sync', exact: true }).click()
    await page.getByText('Will sync when online').first().waitFor(patient)
    await shots('waiting')
    expect(await violations()).toEqual([])
    expect(cloud.state.projects.size).toBe(0)

    // Online again: it goes by itself.
    cloud.quirks.reset = false
    await page.getByText('Synced and packaged: ready for QField').waitFor(patient)
    await page.getByText(/^ana \/ /).waitFor(settled)
    await shots('synced')
    expect(await violations()).toEqual([])
    const [project] = cloud.state.projects.values()
    const id = project?.id ?? ''
    expect(project).toMatchObject({ owner: 'ana', isPublic: false })
    expect(filesBelow(folder).filter((name) => !project?.files.has(name))).toEqual([])
    await page.getByRole('button', { name: 'Compare' }).click()
    await page.getByRole('heading', { name: 'Both sides are equal' }).waitFor(settled)

    // The server's jobs.
    await page.getByText('Server jobs', { exact: true }).click()
    await page.getByRole('row', { name: /Package, Packaged/ }).waitFor(settled)
    await shots('jobs')
    expect(await violations()).toEqual([])

    // A change comes from a tablet, and somebody else was faster.
    cloud.judges.delta = () => 'conflict'
    const uuid = await sendFromTablet(cloud, id)
    cloud.settle()
    cloud.judges.delta = () => null
    await page.getByText('Server changes', { exact: true }).click()
    await page.getByRole('row', { name: /Conflict/ }).click(settled)
    await page.getByRole('cell', { name: '14', exact: true }).waitFor(settled)
    await shots('changes')
    expect(await violations()).toEqual([])

    // It is applied again, after a look at what is sent.
    await page.getByRole('button', { name: 'Apply again…' }).click()
    await page.getByRole('button', { name: 'Send 1 change' }).click(settled)
    await page.getByText('The server has 1 of 1.').waitFor(settled)
    await shots('receipt')
    expect(await violations()).toEqual([])
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
    cloud.settle()
    await page.getByRole('button', { name: 'Refresh' }).click()
    await page.getByRole('row', { name: /Applied/ }).waitFor(settled)
    await shots('applied')
    const [before, after] = [...cloud.state.deltas]
    expect([before?.[0], before?.[1].status]).toEqual([uuid, 'conflict'])
    expect(after?.[0]).not.toBe(uuid)
    expect(after?.[1].status).toBe('applied')

    // People.
    await page.getByText('People', { exact: true }).click()
    await page.getByLabel('User name').fill('bob')
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByRole('row', { name: 'bob' }).waitFor(settled)
    await shots('people')
    expect(await violations()).toEqual([])
    expect(running.problems).toEqual([])

    async function violations(): Promise<unknown> {
      // React Aria names a busy button in its own live region, for some seconds also when the button has gone.
      const found = await new AxeBuilder({ page }).setLegacyMode().exclude('[data-live-announcer]').analyze()
      return found.violations.map(({ id: rule, nodes }) => [rule, nodes.map(({ html }) => html)])
    }
  },
)

/** Pushes a change as QField does. */
async function sendFromTablet(cloud: FakeCloud, project: string): Promise<string> {
  const api = `${cloud.url}/api/v1`
  const headers = { 'User-Agent': 'qfield|3.4.0' }
  const login = new URLSearchParams({ username: account.user, password: account.password })
  const signedIn = await fetch(`${api}/auth/token/`, { method: 'POST', headers, body: login })
  const { token } = (await signedIn.json()) as { token: string }
  const uuid = randomUUID()
  const delta = {
    uuid,
    clientId: randomUUID(),
    localPk: '1',
    sourcePk: '1',
    localLayerId: 'survey_1',
    sourceLayerId: 'survey_1',
    localLayerName: 'survey',
    method: 'patch',
    old: { attributes: { storeys: 12 } },
    new: { attributes: { storeys: 14 } },
  }
  const file = { version: '1.0', id: randomUUID(), project, files: [], deltas: [delta] }
  const form = new FormData()
  form.set('file', new Blob([JSON.stringify(file)]), 'deltafile.json')
  const pushed = await fetch(`${api}/deltas/${project}/`, {
    method: 'POST',
    headers: { ...headers, Authorization: `Token ${token}` },
    body: form,
  })
  expect(pushed.status).toBe(200)
  return uuid
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
}

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fieldpack-cloud-'))
  folders.push(folder)
  return folder
}
