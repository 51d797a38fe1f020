import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { CheckResult, PackageResult } from '#worker/api/projects.ts'
import { delta } from '#test/resources/qgis/changes.ts'
import { makeProject } from '#test/resources/qgis/make-project.ts'
import { fingerprint, makeSite, trees, writeDeltas } from '#test/worker/cli/site.ts'
import { run, scratch, type Ran } from '#test/worker/cli/run.ts'

interface Failed {
  state: string
  error: { code: string; message: string; params: Record<string, string | number> }
  feedback: { error_type: string; steps: { id: string; stage: number }[] }
}

/** The three commands on one folder, in turn. */
async function runAll(folder: string, site: string): Promise<Record<'check' | 'package' | 'deltas', Ran>> {
  const common = ['--json', '--data', join(folder, 'data')]
  const deltas = writeDeltas(join(folder, 'deltas.json'), [
    delta(trees, 'patch', '1', { old: { attributes: { height: 3 } }, new: { attributes: { height: 4 } } }),
  ])
  return {
    check: await run(['check', site, ...common]),
    package: await run(['package', site, '--out', join(folder, 'out'), ...common]),
    deltas: await run(['apply-deltas', site, deltas, ...common]),
  }
}

/** Each command fails with this error in words, and leaves nothing behind. */
async function expectRefused(
  site: string,
  wanted: { code: string; params: object; words: RegExp },
): Promise<void> {
  const folder = scratch()
  const before = fingerprint(site)
  for (const [command, ran] of Object.entries(await runAll(folder, site))) {
    const { state, error, feedback } = ran.document() as unknown as Failed
    expect([ran.code, state, error.code], `${command} ${ran.stderr}`).toEqual([1, 'failed', wanted.code])
    expect(error.params).toMatchObject(wanted.params)
    expect(error.message).toMatch(wanted.words)
    expect(ran.stderr).toContain(error.message.split('\n')[0])
    expect(
      feedback.steps.filter(({ stage }) => stage === 1),
      'one step failed',
    ).toHaveLength(1)
  }
  expect(fingerprint(site)).toEqual(before)
  expect(readdirSync(folder).sort()).toEqual(['data', 'deltas.json'])
}

function folderOf(files: Record<string, string | Buffer>): string {
  const site = join(scratch(), 'site')
  mkdirSync(site)
  for (const [name, content] of Object.entries(files)) writeFileSync(join(site, name), content)
  return site
}

/** A .qgz of what Python's zipfile is told to write. */
function archive(code: string): string {
  const site = folderOf({})
  const script = `import sys, zipfile\nwith zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED) as z:\n    ${code}`
  execFileSync('python3', ['-c', script, join(site, 'site.qgz')])
  return site
}

const refused: [string, () => string, Parameters<typeof expectRefused>[1]][] = [
  [
    'XML that is broken, by line and column',
    () => folderOf({ 'site.qgs': '<qgis version="3.22.0">\n  <title>Ward</titel>\n</qgis>' }),
    {
      code: 'project.brokenXml',
      params: { file: 'site.qgs', line: 2, column: expect.any(Number) as number },
      words: /line 2/,
    },
  ],
  [
    'a .qgz that is no archive',
    () => folderOf({ 'site.qgz': '<qgis version="3.22.0"></qgis>' }),
    { code: 'project.notArchive', params: { file: 'site.qgz' }, words: /site\.qgz/ },
  ],
  [
    'a zip bomb',
    () => archive("z.writestr('site.qgs', b'<qgis>' + b' ' * 80_000_000 + b'</qgis>')"),
    { code: 'project.zipBomb', params: { file: 'site.qgz' }, words: /site\.qgz/ },
  ],
  [
    'an archive that would write elsewhere',
    () => archive("z.writestr('site.qgs', '<qgis/>'); z.writestr('../../evil.txt', 'x')"),
    { code: 'project.unsafeArchive', params: { file: 'site.qgz' }, words: /site\.qgz/ },
  ],
  [
    'entities that unfold',
    () =>
      folderOf({
        'site.qgs': `<!DOCTYPE qgis [<!ENTITY a "${'x'.repeat(99)}"><!ENTITY b "${'&a;'.repeat(99)}">]><qgis>&b;</qgis>`,
      }),
    { code: 'project.brokenXml', params: { file: 'site.qgs' }, words: /site\.qgs/ },
  ],
  [
    'a folder without a project',
    () => folderOf({ 'notes.txt': 'no project' }),
    { code: 'project.missing', params: {}, words: /\w/ },
  ],
  [
    'two projects',
    () => folderOf({ 'a.qgs': '<qgis/>', 'b.qgs': '<qgis/>' }),
    { code: 'project.several', params: { count: 2 }, words: /a\.qgs/ },
  ],
]

test.each(refused)('%s: refused in words by all three', async (_, make, wanted) => {
  expect.hasAssertions()
  await expectRefused(make(), wanted)
})

test('a folder that is not there fails at once', async () => {
  const folder = scratch()
  for (const ran of Object.values(await runAll(folder, join(folder, 'nowhere')))) {
    expect([ran.code, (ran.document()['error'] as Failed['error']).code]).toEqual([1, 'project.missing'])
    // The day's backup has begun by then.
    expect(ran.stderr).not.toContain('TypeError')
  }
})

test('macros, form code and plugins of a project never run', async () => {
  const folder = scratch()
  const trap = join(folder, 'trapped.txt')
  const code = `open(${JSON.stringify(trap)}, 'a').write('ran')`
  const formCode = `${code}\ndef formOpen(*all):\n    ${code}\n`
  const site = await makeSite(join(folder, 'site'), {
    macros: `${code}\ndef openProject():\n    ${code}\ndef saveProject():\n    ${code}\ndef closeProject():\n    ${code}\n`,
    texts: {
      'site.qml': 'import QtQuick\nItem {}',
      'site.py': code,
      '__init__.py': code,
      'startup.py': code,
    },
    replace: [
      ['<editforminit />', '<editforminit>formOpen</editforminit>'],
      ['<editforminitcodesource>0<', '<editforminitcodesource>2<'],
      ['<editforminitcode />', `<editforminitcode><![CDATA[${formCode}]]></editforminitcode>`],
    ],
  })
  const before = fingerprint(site)
  const ran = await runAll(folder, site)
  for (const [command, { code: exit, stderr }] of Object.entries(ran))
    expect(exit, `${command} ${stderr}`).toBe(0)
  expect(existsSync(trap)).toBe(false)
  const { findings, project } = ran.check.document() as unknown as CheckResult
  expect(project?.hasMacros).toBe(true)
  expect(findings.map(({ code: each }) => each)).toEqual(expect.arrayContaining(['macros']))
  expect({ ...fingerprint(site), 'Trees.gpkg': '' }).toEqual({ ...before, 'Trees.gpkg': '' })
})

test('what a project names outside its folder is neither opened nor packaged', async () => {
  const folder = scratch()
  const outside = join(folder, 'elsewhere')
  await makeProject({ out: outside, file: 'x.qgs', layers: [{ name: 'Payroll', kind: 'gpkg', features: 5 }] })
  const site = await makeSite(join(folder, 'site'), {
    layers: [
      {
        name: 'Up',
        id: 'up_000000001',
        kind: 'vector',
        source: '../elsewhere/Payroll.gpkg|layername=Payroll',
        provider: 'ogr',
        cloudAction: 'copy',
      },
      {
        name: 'Root',
        id: 'root_0000001',
        kind: 'vector',
        source: `${outside}/Payroll.gpkg`,
        provider: 'ogr',
        cloudAction: 'offline',
      },
      {
        name: 'Passwords',
        id: 'pass_0000001',
        kind: 'vector',
        source: '/etc/passwd',
        provider: 'ogr',
        cloudAction: 'copy',
      },
    ],
  })
  const [before, there] = [fingerprint(site), fingerprint(outside)]
  const { check, package: packed } = await runAll(folder, site)
  expect(check.code, check.stderr).toBe(0)
  const { layers, findings } = check.document() as unknown as CheckResult
  const ids = ['up_000000001', 'root_0000001', 'pass_0000001']
  for (const id of ids) {
    expect(layers.find((layer) => layer.id === id)).toMatchObject({ isValid: false, count: null, fields: [] })
    expect(
      findings.filter(({ layerId }) => layerId === id),
      id,
    ).not.toEqual([])
  }
  const { error } = packed.document() as unknown as Failed
  expect([packed.code, error.code]).toEqual([1, 'package.layerLost'])
  expect(error.params['layers']).toContain('Passwords')
  expect(existsSync(join(folder, 'out'))).toBe(false)
  expect({ ...fingerprint(site), 'Trees.gpkg': '' }).toEqual({ ...before, 'Trees.gpkg': '' })
  expect(fingerprint(outside)).toEqual(there)
  const rest = ids.flatMap((id) => ['--leave-out', id])
  const made = await run([
    'package',
    site,
    '--out',
    join(folder, 'out'),
    '--json',
    '--data',
    join(folder, 'data'),
    ...rest,
  ])
  expect(made.code, made.stderr).toBe(0)
  const names = (made.document() as unknown as PackageResult).packageFiles.map(({ name }) => name)
  expect(names.join(' ')).not.toMatch(/Payroll|passwd/)
})

test('a project whose attachments lead out of it takes nothing along', async () => {
  const folder = scratch()
  mkdirSync(join(folder, 'secrets'))
  writeFileSync(join(folder, 'secrets', 'key.txt'), 'a key')
  const site = await makeSite(join(folder, 'site'), {
    entries: [
      { scope: 'qfieldsync', key: 'attachmentDirs', value: ['../secrets', '/etc', 'DCIM'] },
      { scope: 'qfieldsync', key: 'dataDirs', value: ['..'] },
    ],
  })
  const out = join(folder, 'out')
  const ran = await run(['package', site, '--out', out, '--json', '--data', join(folder, 'data')])
  expect(ran.code, ran.stderr).toBe(0)
  expect(Object.keys(fingerprint(out)).sort()).toEqual(
    [
      'DCIM',
      'Walls.cpg',
      'Walls.dbf',
      'Walls.prj',
      'Walls.shp',
      'Walls.shx',
      'data.gpkg',
      'site_qfield.qgz',
    ].sort(),
  )
  expect(readdirSync(folder).sort()).toEqual(['data', 'out', 'secrets', 'site'])
})
