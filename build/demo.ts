/** `npm run demo`: the main job on resources/samples without a window; prints where the project is. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureQgis } from '#build/bootstrap.ts'

await ensureQgis()
const samples = fileURLToPath(new URL('../resources/samples', import.meta.url))
const cli = fileURLToPath(new URL('../worker/cli.ts', import.meta.url))
const out = firstFree(join(homedir(), 'Fieldpack', 'building-survey-demo'))
const { status } = spawnSync(
  process.execPath,
  [
    cli,
    'generate',
    '--form',
    join(samples, 'building_survey.xlsx'),
    '--features',
    join(samples, 'town.geojson'),
    '--tasks',
    join(samples, 'tasks.geojson'),
    '--title',
    'Building survey',
    '--out',
    out,
    ...process.argv.slice(2),
  ],
  { stdio: 'inherit' },
)
if (status === 0)
  console.log(`\nCopy the folder ${out} to a device and open it in QField, or open the .qgz in QGIS.`)
process.exitCode = status ?? 1

function firstFree(folder: string): string {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? folder : `${folder}-${number}`
    if (!existsSync(candidate)) return candidate
  }
}
