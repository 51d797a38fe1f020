import { finding, layers } from '#test/renderer/harness/sample-checks.ts'
import { about, feedback, folder } from '#test/renderer/harness/sample-folder.ts'
import { AppError } from '#worker/api/errors.ts'
import type { Job } from '#worker/api/jobs.ts'
import type { PackagedLayer, PackageResult } from '#worker/api/projects.ts'

const packaged = (name: string, patch: Partial<PackagedLayer> = {}): PackagedLayer => ({
  id: `${name}_1f2e`,
  name,
  action: 'offline',
  file: 'data.gpkg',
  table: name.toLowerCase(),
  expected: 1204,
  packaged: 1204,
  isOnline: false,
  readOnly: false,
  ...patch,
})

const packageResult = (patch: Partial<PackageResult> = {}): PackageResult => ({
  folder: `${folder}-package`,
  project: `${folder}-package/ward-5_qfield.qgz`,
  zip: `${folder}-package.zip`,
  layers: [
    packaged('Water points'),
    packaged('Pipes', { expected: 312, packaged: 312 }),
    packaged('Parcels', { expected: 30_012, packaged: 30_012, readOnly: true }),
    packaged('Heights', {
      action: 'copy',
      file: 'raster/heights.tif',
      table: null,
      expected: null,
      packaged: null,
    }),
    packaged('OpenStreetMap', {
      action: 'no_action',
      file: null,
      table: null,
      expected: null,
      packaged: null,
      isOnline: true,
    }),
    packaged('Old visits', { action: 'remove', file: null, table: null, expected: 88, packaged: null }),
  ],
  findings: [finding('info', 'packageOnline', 'OpenStreetMap')],
  feedback: feedback({ workflow_id: 'package_project', workflow_name: 'Package Project' }),
  files: [],
  packageFiles: [
    { name: 'ward-5_qfield.qgz', size: 48_300, sha256: 'a'.repeat(64) },
    { name: 'data.gpkg', size: 6_210_000, sha256: 'b'.repeat(64) },
    { name: 'raster/heights.tif', size: 18_000_000, sha256: 'c'.repeat(64) },
  ],
  ...patch,
})

export const packageJob = (patch: Partial<Job> = {}): Job =>
  about({
    id: 'package',
    type: 'package',
    request: {
      folder,
      out: `${folder}-package`,
      zip: true,
      actions: 'cloud',
      leaveOut: [],
      offline: false,
    },
    result: packageResult(),
    ...patch,
  })

export const lost = (): Job =>
  packageJob({
    id: 'lost',
    state: 'failed',
    error: new AppError('package.layerLost', { layers: 'Wells, Springs', count: 2 }).data,
    result: packageResult({
      project: null,
      zip: null,
      layers: [],
      packageFiles: [],
      findings: layers
        .filter(({ name }) => ['Wells', 'Springs'].includes(name))
        .map(({ id, name }) => ({
          code: 'packageLost',
          level: 'error' as const,
          layerId: id,
          params: { layer: name },
          fix: null,
        })),
    }),
  })
