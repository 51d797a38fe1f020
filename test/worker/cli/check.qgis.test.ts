import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { CheckResult } from '#worker/api/projects.ts'
import { makeSite, fingerprint, trees, walls } from '#test/worker/cli/site.ts'
import { run, scratch } from '#test/worker/cli/run.ts'

interface CheckDocument extends Omit<CheckResult, 'findings'> {
  state: string
  findings: { code: string; level: string; layerId: string | null; message: string; mend: string }[]
}

/** `check DIR --json` and what it printed. */
async function check(folder: string, ...more: string[]) {
  const ran = await run(['check', folder, '--json', '--data', join(scratch(), 'data'), ...more])
  return { ...ran, document: () => ran.document() as unknown as CheckDocument }
}

test('a project with findings is checked: exit code 0 and one document', async () => {
  const folder = scratch()
  const site = await makeSite(join(folder, 'site'), {
    title: 'Ward 7',
    layers: [{ name: 'Lost', id: 'lost_00000001', kind: 'gpkg', features: 1 }],
    remove: ['Lost.gpkg'],
  })
  const before = fingerprint(site)
  const ran = await check(site)
  expect(ran.code, ran.stderr).toBe(0)
  const { state, findings, project, layers, feedback } = ran.document()
  expect(state).toBe('finished')
  expect(project).toMatchObject({
    file: 'site.qgz',
    title: 'Ward 7',
    crs: 'EPSG:4326',
    attachmentDirs: ['DCIM'],
  })
  expect(layers.map(({ name, isValid, errorCode, count }) => [name, isValid, errorCode, count])).toEqual([
    ['Trees', true, 'no_error', 3],
    ['Walls', true, 'no_error', 2],
    ['Secret', true, 'no_error', 1],
    ['Lost', false, 'invalid_dataprovider', null],
  ])
  const lost = layers.find(({ name }) => name === 'Lost')
  expect(`${lost?.errorSummary}${lost?.providerErrorSummary}`).toBe('File "Lost.gpkg" missing.')
  expect(findings.find(({ layerId }) => layerId === 'lost_00000001')).toMatchObject({
    code: 'fileMissing',
    level: 'error',
    message: expect.stringContaining('Lost.gpkg') as string,
    mend: expect.stringMatching(/\w/) as string,
  })
  for (const finding of findings) expect(finding.message, finding.code).not.toMatch(/finding\.|\{\w+\}|^$/)
  expect(feedback).toMatchObject({ feedback_version: '2.0', workflow_id: 'process_projectfile' })
  expect(feedback.error).toBeUndefined()
  expect(feedback.steps.map(({ stage }) => stage)).toEqual(feedback.steps.map(() => 2))
  expect(feedback.outputs).toHaveProperty(['project_details', 'project_details', 'layers_by_id', trees])
  expect(fingerprint(site)).toEqual(before)
})

test('without --json: a line a layer and two a finding, nothing else', async () => {
  const site = await makeSite(join(scratch(), 'site'))
  const { code, stdout, stderr } = await run(['check', site, '--data', join(scratch(), 'data')])
  expect(code, stderr).toBe(0)
  expect(stdout).toMatch(/^ {2}Trees +Point +3 +no_error$/m)
  expect(stdout).toMatch(/^warning +The layer “Walls” doesn’t support the “primary key” attribute\.$/m)
  expect(stdout).toMatch(/^ +To make it editable, /m)
  expect(stderr).toMatch(/^· /m)
  expect(() => JSON.parse(stdout) as unknown).toThrow(SyntaxError)
})

test('the job keeps feedback, log and thumbnail, which `jobs` finds again', async () => {
  const site = await makeSite(join(scratch(), 'site'))
  const data = join(scratch(), 'data')
  const ran = await run(['check', join(site, 'site.qgz'), '--json', '--data', data])
  const { files, job } = ran.document() as unknown as CheckDocument & { job: string }
  expect(files.map(({ name }) => name)).toEqual(['feedback.json', 'job.log', 'thumbnail.png'])
  const shown = (await run(['jobs', 'show', job, '--json', '--data', data])).document()
  expect(shown).toMatchObject({ type: 'process_projectfile', state: 'finished', title: 'site' })
  const log = await run(['jobs', 'log', job, '--data', data])
  expect(log.stdout).toContain('Layer Name')
  expect(log.stdout).toContain('Trees')
  expect(existsSync(join(data, 'work', job))).toBe(false)
})

test('--plan-mb, --offline and --pg-service are understood; wrong usage is 2', async () => {
  const site = await makeSite(join(scratch(), 'site'))
  writeFileSync(join(site, 'photos.bin'), Buffer.alloc(2_000_000))
  const small = await check(site, '--plan-mb', '1', '--offline')
  expect(small.code, small.stderr).toBe(0)
  expect(small.document().findings.map(({ code }) => code)).toContain('overPlan')
  const usages = [
    [],
    ['--plan-mb', 'much', site],
    ['--pg-service', join(site, 'none.conf'), site],
    ['--zip', site],
    [site, site],
  ]
  for (const args of usages) {
    const ran = await run(['check', ...args, '--data', join(scratch(), 'data'), '--json'])
    expect([ran.code, (ran.document()['error'] as { code: string }).code]).toEqual([2, 'usage'])
  }
})

test('the same layer table as QFieldCloud, in the log that goes with the job', async () => {
  const site = await makeSite(join(scratch(), 'site'))
  const data = join(scratch(), 'data')
  const { files } = (
    await run(['check', site, '--json', '--data', data])
  ).document() as unknown as CheckDocument
  const { sha256 = '' } = files.find(({ name }) => name === 'job.log') ?? {}
  const log = readFileSync(join(data, 'blobs', sha256.slice(0, 2), sha256), 'utf8')
  expect(log).toMatch(/^::<<<::[\da-f-]{36} \S/m)
  expect(log).toMatch(/PROCPRJ +INFO +Layer Name +Layer Id +Type/)
  expect(log).toContain(`...${walls.slice(-6)}   Vector  True        no_error`)
})
