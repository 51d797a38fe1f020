import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { beforeAll, expect, test } from 'vitest'
import { account, startFakeCloud } from '#test/fakes/qfieldcloud/start.ts'
import { temporaryFolder } from '#test/worker/store/temporary.ts'

const version = '0.18.0'
const home = fileURLToPath(new URL(`../../.cache/qfieldcloud-sdk-${version}`, import.meta.url))
const bin = join(home, 'bin')
const journey = fileURLToPath(new URL('official-sdk.py', import.meta.url))

/** Why the SDK is not here; null when it is. */
let missing: string | null = null

beforeAll(async () => {
  if (existsSync(join(bin, 'qfieldcloud-cli'))) return
  try {
    await execa('python3', ['-m', 'venv', '--clear', home])
    await execa(join(bin, 'pip'), ['install', '--quiet', `qfieldcloud-sdk==${version}`])
  } catch (cause) {
    missing = `qfieldcloud-sdk ${version} cannot be installed: ${String(cause).split('\n', 1)[0]}`
    process.stderr.write(`${missing}\n`)
  }
}, 180_000)

/** A folder as a coordinator has it: a file of two parts, one below, one photo, the project. */
async function makeFolder(): Promise<string> {
  const folder = temporaryFolder()
  const local = join(folder, 'local')
  await mkdir(join(local, 'data'), { recursive: true })
  await mkdir(join(local, 'DCIM'))
  await writeFile(join(local, 'data', 'trees ü.gpkg'), Buffer.alloc(9_000_000, 'tree'))
  await writeFile(join(local, 'note.txt'), '')
  await writeFile(join(local, 'DCIM', '1.jpg'), 'photo')
  await writeFile(
    join(local, 'survey.qgs'),
    '<qgis version="3.22.16"><maplayer type="vector"><id>trees_1</id><datasource>./data/trees ü.gpkg</datasource>' +
      '<layername>Trees</layername><provider>ogr</provider></maplayer></qgis>',
  )
  return folder
}

test.for([
  {
    profile: '2024' as const,
    notThere: 400,
    jobs: [500, 'unknown_error'],
    project: 'survey_qfield.qgs',
    team: [404, 'page'],
    subscription: [404, 'page'],
    seed: [404, 'page'],
  },
  {
    profile: '2026' as const,
    notThere: 404,
    jobs: ['package', 'process_projectfile'],
    project: 'survey_qfield.qgz',
    team: ['bob', 'west'],
    subscription: true,
    seed: [404, 'object_not_found'],
  },
])('the official SDK finds a server of $profile', { timeout: 60_000 }, async (expected, { skip }) => {
  skip(missing !== null, missing ?? '')
  const folder = await makeFolder()
  const cloud = await startFakeCloud({ profile: expected.profile })
  const { stdout } = await execa(join(bin, 'python'), [journey, cloud.url, folder])
  const files = ['DCIM/1.jpg', 'data/trees ü.gpkg', 'note.txt', 'survey.qgs']
  const got = JSON.parse(stdout) as Record<string, unknown> & { uploaded: string[][] }
  const { uploaded, ...rest } = got
  expect(new Set(uploaded.map((file) => file.join(' ')))).toEqual(
    new Set(files.map((name) => `${name} SUCCESS None`)),
  )
  expect(uploaded.at(-1)?.[0]).toBe('survey.qgs')
  expect(rest).toEqual({
    wrong: [401, 'authentication_failed'],
    login: 'ana',
    status: 'ok',
    'bad name': [400, 'api_error'],
    projects: 26,
    page: 6,
    patched: 'More trees',
    again: [],
    same: true,
    downloaded: files,
    'fetched again': ['note.txt'],
    note: '',
    'not packaged': [400, 'invalid_job'],
    joined: true,
    job: ['finished', 'package_project'],
    layers: ['trees_1'],
    packaged: ['DCIM/1.jpg', 'note.txt', expected.project, 'trees ü.gpkg'],
    jobs: expected.jobs,
    pushed: [200, ''],
    'bad deltas': [500, 'unknown_error'],
    added: ['bob', 'reporter', true],
    changed: 'manager',
    collaborators: ['bob'],
    nobody: [],
    member: 'cleo',
    members: ['bob', 'cleo'],
    team: expected.team,
    subscription: expected.subscription,
    seed: expected.seed,
    deleted: ['note.txt'],
    gone: [expected.notThere, 'object_not_found'],
  })
  for (const name of files) expect(cloud.uploads(name)).toHaveLength(1)
})

test.for(['2024', '2026'] as const)(
  "the SDK's command line speaks to a server of %s",
  { timeout: 60_000 },
  async (profile, { skip }) => {
    skip(missing !== null, missing ?? '')
    const folder = await makeFolder()
    const cloud = await startFakeCloud({ profile, jobs: 50 })
    const env = { QFIELDCLOUD_URL: `${cloud.url}/api/v1/`, QFIELDCLOUD_TOKEN: '' }
    const cli = async (...words: string[]): Promise<string> =>
      (await execa(join(bin, 'qfieldcloud-cli'), ['--json', ...words], { env })).stdout
    const { token } = JSON.parse(await cli('login', account.user, account.password)) as { token: string }
    env.QFIELDCLOUD_TOKEN = token
    const { id } = JSON.parse(await cli('create-project', 'from_cli')) as { id: string }
    expect(await cli('upload-files', id, join(folder, 'local'))).toContain('survey.qgs')
    expect((await cloud.read(id, 'data/trees ü.gpkg'))?.length).toBe(9_000_000)
    const { id: job } = JSON.parse(await cli('job-trigger', id, 'package')) as { id: string }
    await expect
      .poll(async () => JSON.parse(await cli('job-status', job)) as object, { timeout: 20_000 })
      .toMatchObject({ status: 'finished' })
    await cli('package-download', id, join(folder, 'package'))
    expect(await readFile(join(folder, 'package', 'trees ü.gpkg'), 'utf8')).toHaveLength(9_000_000)
    await cli('download-files', id, join(folder, 'copy'))
    expect(await readFile(join(folder, 'copy', 'DCIM', '1.jpg'), 'utf8')).toBe('photo')
    expect(await cli('collaborators-add', id, 'bob', 'editor')).toContain('"role": "editor"')
    expect(await cli('list-files', id)).toContain('"is_attachment": true')
  },
)
