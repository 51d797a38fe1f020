/** `npm run check`: types, lint, format, dead code, the house's own rules. Prints each; fails when one does. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { checkArchitecture } from '#build/checks/architecture.ts'
import { checkChangelog } from '#build/checks/changelog.ts'
import { checkLicences } from '#build/checks/licences.ts'
import { checkSupport } from '#build/checks/support.ts'
import { root } from '#build/root.ts'
import { run } from '#build/run.ts'

/** Lines that say what is wrong; none when all is well. */
type Check = () => Promise<string[]>

const tool =
  (file: string, ...args: string[]): Check =>
  async () => {
    const done = await run(process.execPath, [join(root, 'node_modules', file), ...args], {
      cwd: root,
      capture: true,
    })
    return done.code === 0 ? [] : [done.stdout.trim() || `${file} ended with code ${done.code}`]
  }

const checks: Record<string, Check> = {
  types: tool('typescript/bin/tsc', '-p', '.'),
  lint: tool('oxlint/bin/oxlint', '--type-aware'),
  format: tool('prettier/bin/prettier.cjs', '--check', '.'),
  'dead code': tool('knip/bin/knip.js'),
  architecture: () => checkArchitecture(root),
  changelog: () => checkChangelog(root),
  'support table': () => checkSupport(root),
  licences: () => checkLicences(root),
  python: compilePython,
}

let failures = 0
for (const [name, check] of Object.entries(checks)) {
  const started = performance.now()
  const faults = await check()
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`${faults.length === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`)
  for (const fault of faults) console.log(fault)
  if (faults.length > 0) failures += 1
}
process.exitCode = failures === 0 ? 0 : 1

/** Compiles resources/qgis in memory: syntax only, no QGIS needed, no caches left behind. */
async function compilePython(): Promise<string[]> {
  const folder = join(root, 'resources', 'qgis')
  const names = await readdir(folder, { recursive: true }).catch(() => [])
  const files = names.filter((name) => name.endsWith('.py')).map((name) => join(folder, name))
  const script = 'import sys\nfor p in sys.argv[1:]: compile(open(p, encoding="utf-8").read(), p, "exec")'
  const done = await run('python3', ['-c', script, ...files])
  return done.code === 0 ? [] : ['Python files do not compile; see above.']
}
