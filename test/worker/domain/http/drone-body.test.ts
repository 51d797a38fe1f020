import fc from 'fast-check'
import { expect, test } from 'vitest'
import { disposition } from '#worker/domain/http/disposition.ts'
import { readDroneBody } from '#worker/domain/http/drone-body.ts'

const tasks = { type: 'FeatureCollection', features: [] }
const good = { project_name: ' Village 5 ', tasks_geojson: tasks, extent: '1,2,3,4' }

test('the least that is asked for', () => {
  expect(readDroneBody(good)).toEqual({
    ok: true,
    value: {
      projectName: 'Village 5',
      tasks: JSON.stringify(tasks),
      extent: [1, 2, 3, 4],
      flight: {},
      demUrl: null,
      plugin: null,
    },
  })
})

test('all that can be asked for', () => {
  const body = {
    ...good,
    tasks_geojson: JSON.stringify(tasks),
    flight_params: { gsd: 2.5, agl: 80, forward_overlap: 75, side_overlap: null, unknown: 'x' },
    dem_url: 'https://example.org/dem.tif',
    plugin_zip: 'UEsF\nBg==',
  }
  expect(readDroneBody(body)).toMatchObject({
    value: {
      tasks: JSON.stringify(tasks),
      flight: { gsd: 2.5, agl: 80, forwardOverlap: 75 },
      demUrl: 'https://example.org/dem.tif',
      plugin: 'UEsFBg==',
    },
  })
})

test.for(['', null, 7, 'dem.tif', 'file:///etc/passwd', 'https://user:word@example.org/dem.tif'])(
  'heights at %o cannot be had, which is no failure',
  (demUrl) => {
    expect(readDroneBody({ ...good, dem_url: demUrl })).toMatchObject({ ok: true, value: { demUrl: null } })
  },
)

test.for([
  [{ project_name: '' }, 'project_name'],
  [{ project_name: 5 }, 'project_name'],
  [{ project_name: 'x'.repeat(201) }, 'project_name'],
  [{ tasks_geojson: null }, 'tasks_geojson'],
  [{ tasks_geojson: [] }, 'tasks_geojson'],
  [{ tasks_geojson: '{"type":' }, 'tasks_geojson'],
  [{ tasks_geojson: '"text"' }, 'tasks_geojson'],
  [{ extent: '1,2,3' }, 'extent'],
  [{ flight_params: 'fast' }, 'flight_params'],
  [{ flight_params: { gsd: 0 } }, 'flight_params'],
  [{ flight_params: { agl: '80' } }, 'flight_params'],
  [{ flight_params: { side_overlap: 101 } }, 'flight_params'],
  [{ plugin_zip: 'UEsFBg=' }, 'plugin_zip'],
  [{ plugin_zip: 'UEs*Bg==' }, 'plugin_zip'],
  [{ plugin_zip: 7 }, 'plugin_zip'],
] as [object, string][])('%o is refused with words about %s', ([change, about]) => {
  expect(readDroneBody({ ...good, ...change })).toEqual({
    ok: false,
    message: expect.stringContaining(about),
  })
})

test('whatever a file is called, its header is one line that ends its quotes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      expect(disposition(name)).toMatch(
        /^attachment; filename="[\u0020-\u0021\u0023-\u005b\u005d-\u007e]*"(; filename\*=UTF-8''[\w!#$&+.^`|~%-]*)?$/,
      )
    }),
  )
})
