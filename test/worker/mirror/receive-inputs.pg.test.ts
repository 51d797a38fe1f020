import { randomBytes, randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { poolOf } from '#test/postgres/database.ts'
import { startProxy } from '#test/postgres/proxy.ts'
import { leasedJob, writeRandom } from '#test/worker/mirror/files.ts'
import { onEveryPostgres } from '#test/worker/mirror/jobs.ts'
import { temporaryFolder } from '#test/worker/store/temporary.ts'
import type { Pool } from '#worker/mirror/pool.ts'
import { receiveInputs } from '#worker/mirror/receive-inputs.ts'
import { sendFile } from '#worker/mirror/send-file.ts'

const signal = new AbortController().signal
const megabyte = 1024 * 1024
const xlsx = Buffer.concat([Buffer.from('504b0304', 'hex'), randomBytes(5000)])
const xls = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), randomBytes(5000)])

onEveryPostgres('the inputs of a row', (at) => {
  let pool: Pool
  let folder: string
  let job: { jobId: string; token: string }

  beforeEach(async () => {
    pool = at.sql()
    folder = temporaryFolder()
    await pool.query('DELETE FROM qgis_job_files')
    job = await leasedJob(pool)
  })

  async function put(columns: { xlsform?: Buffer; features?: unknown; tasks?: unknown }): Promise<void> {
    const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value))
    await pool.query('UPDATE qgis_jobs SET xlsform = $2, features = $3, tasks = $4 WHERE job_id = $1', [
      job.jobId,
      columns.xlsform ?? null,
      json(columns.features),
      json(columns.tasks),
    ])
  }

  async function attach(fileName: string, size = 1000) {
    const file = writeRandom(temporaryFolder(), 'file', size)
    const key = { jobId: job.jobId, role: 'input' as const, name: fileName }
    await sendFile(pool, { ...key, ...file, by: job }, { signal })
    return file.bytes
  }

  const receive = () => receiveInputs(pool, job.jobId, folder, { signal })
  const namesOf = async (): Promise<string[]> => (await receive()).map((input) => input.name)
  const read = (input: string): Buffer => readFileSync(join(folder, input))
  const readJson = (input: string): unknown => JSON.parse(read(input).toString('utf8'))

  test('are a form and two collections', async () => {
    const point = (id: number) => ({
      type: 'Feature',
      properties: { id, name: `Haus "${id}"\n中`, tags: { building: 'yes' }, height: 1.5e-7 },
      geometry: { type: 'Point', coordinates: [84.123456789012, 27.5] },
    })
    const features = {
      type: 'FeatureCollection',
      name: 'town',
      crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::3857' } },
      features: Array.from({ length: 2500 }, (_, id) => point(id)),
    }
    const tasks = { type: 'FeatureCollection', features: [point(1)] }
    await put({ xlsform: xlsx, features, tasks })
    const inputs = await receive()
    expect(inputs).toEqual(
      ['form/form.xlsx', 'features/features.geojson', 'tasks/tasks.geojson'].map((input) => ({
        role: input.slice(0, input.indexOf('/')),
        name: input,
        path: join(folder, input),
      })),
    )
    expect(read('form/form.xlsx').equals(xlsx)).toBe(true)
    expect(readJson('features/features.geojson')).toEqual(features)
    expect(readJson('tasks/tasks.geojson')).toEqual(tasks)
  })

  test('a form of several steps comes whole, and one of Excel 97 under its own extension', async () => {
    const large = Buffer.concat([xls, randomBytes(3 * megabyte)])
    await put({ xlsform: large })
    expect(await namesOf()).toEqual(['form/form.xls'])
    expect(read('form/form.xls').equals(large)).toBe(true)
  })

  test.each([{}, { xlsform: Buffer.alloc(0) }])('no form is told', async (columns) => {
    await put(columns)
    await expect(receive()).rejects.toMatchObject({ code: 'input.missing' })
  })

  test('companions alone are no form', async () => {
    await attach('form/companions/villages.csv')
    await expect(receive()).rejects.toMatchObject({ code: 'input.missing' })
  })

  test.each(['text', 'PK'])('%j is no form', async (text) => {
    await put({ xlsform: Buffer.from(text) })
    await expect(receive()).rejects.toMatchObject({ code: 'form.notWorkbook' })
  })

  test.each([
    { features: undefined },
    { features: null },
    { features: { type: 'FeatureCollection', features: [] } },
  ])('%j is no features', async (columns) => {
    await put({ xlsform: xlsx, ...columns })
    expect(await namesOf()).toEqual(['form/form.xlsx'])
  })

  test.each([
    { type: 'Feature', properties: {}, geometry: null },
    { type: 'Polygon', coordinates: [] },
    { type: 'FeatureCollection', features: 'none' },
    { type: 'FeatureCollection' },
    [1, 2],
    'text',
    7,
  ])('%j is left to whoever reads it', async (tasks) => {
    await put({ xlsform: xlsx, tasks })
    expect(await namesOf()).toEqual(['form/form.xlsx', 'tasks/tasks.geojson'])
    expect(readJson('tasks/tasks.geojson')).toEqual(tasks)
  })

  test('one value that is too much for a step is told', async () => {
    const huge = 'x'.repeat(17 * megabyte)
    await put({ xlsform: xlsx, features: [huge] })
    await expect(receive()).rejects.toMatchObject({ code: 'features.unreadable' })
    await put({ xlsform: xlsx, tasks: { type: 'FeatureCollection', features: [1, huge] } })
    await expect(receive()).rejects.toMatchObject({ code: 'tasks.unreadable' })
  })

  test('files win over columns, and stand beside the form', async () => {
    await put({ xlsform: xlsx, features: { type: 'Feature' } })
    const csv = await attach('form/companions/villages.csv')
    const gpkg = await attach('features/town.gpkg', 2 * megabyte)
    await attach('basemap/area.mbtiles')
    expect((await namesOf()).toSorted()).toEqual([
      'basemap/area.mbtiles',
      'features/town.gpkg',
      'form/companions/villages.csv',
      'form/form.xlsx',
    ])
    expect(read('form/companions/villages.csv').equals(csv)).toBe(true)
    expect(read('features/town.gpkg').equals(gpkg)).toBe(true)
  })

  test('a form as a file needs no column', async () => {
    await attach('form/survey.xlsx')
    expect(await namesOf()).toEqual(['form/survey.xlsx'])
  })

  test.each(['../form.xlsx', 'form/../../x', '/form/x', 'secrets/x', 'form', 'form\\x'])(
    'a file called %j is not laid anywhere',
    async (fileName) => {
      await put({ xlsform: xlsx })
      await attach(fileName)
      await expect(receive()).rejects.toMatchObject({ code: 'input.unreadable' })
      expect(readdirSync(folder)).toEqual([])
    },
  )

  test('a row that was deleted is gone', async () => {
    await pool.query('DELETE FROM qgis_jobs WHERE job_id = $1', [job.jobId])
    await expect(receive()).rejects.toMatchObject({ code: 'mirror.gone' })
    await expect(receiveInputs(pool, randomUUID(), folder, { signal })).rejects.toMatchObject({
      code: 'mirror.gone',
    })
  })

  test('a file that is not whole yet, or not what it should be, is broken', async () => {
    await put({ xlsform: xlsx })
    await attach('aoi/area.geojson')
    await pool.query('UPDATE qgis_job_files SET complete = false')
    await expect(receive()).rejects.toMatchObject({ code: 'mirror.broken' })
    await pool.query("UPDATE qgis_job_files SET complete = true, sha256 = repeat('0', 64)")
    await expect(receive()).rejects.toMatchObject({
      code: 'mirror.broken',
      data: { params: { file: 'aoi/area.geojson' } },
    })
    expect(readdirSync(join(folder, 'aoi'))).toEqual([])
    await pool.query('SELECT lo_truncate(lo_open(large_object, 131072), 10) FROM qgis_job_files')
    await expect(receive()).rejects.toMatchObject({ code: 'mirror.broken' })
  })

  test('a large file goes on after cuts, and does not cross twice', async () => {
    await put({ xlsform: xlsx })
    const bytes = await attach('basemap/area.mbtiles', 40 * megabyte)
    const proxy = await startProxy(at.server().port)
    const far = poolOf(at.server(), at.database(), proxy.port)
    onTestFinished(async () => {
      await far.close()
      await proxy.stop()
    })
    let received = 0
    let cutAt = 7 * megabyte
    let cuts = 0
    const onBytes = (count: number): void => {
      received += count
      if (received < cutAt) return
      cutAt += 9 * megabyte
      proxy.cut()
    }
    for (;;) {
      const inputs = await receiveInputs(far, job.jobId, folder, { signal, onBytes }).catch(
        (thrown: unknown) => thrown,
      )
      if (Array.isArray(inputs)) break
      expect(inputs).toMatchObject({ code: 'mirror.unreachable' })
      expect(existsSync(join(folder, 'basemap/area.mbtiles'))).toBe(false)
      proxy.heal()
      cuts++
    }
    expect(cuts).toBe(4)
    expect(received).toBe(bytes.length + xlsx.length)
    expect(read('basemap/area.mbtiles').equals(bytes)).toBe(true)
  })

  test('100,000 features pass in flat memory', async () => {
    await put({ xlsform: xlsx })
    await pool.query(
      `UPDATE qgis_jobs SET features = (
         SELECT jsonb_build_object('type', 'FeatureCollection', 'features', jsonb_agg(jsonb_build_object(
           'type', 'Feature',
           'properties', jsonb_build_object('id', id, 'name', repeat('n', 400), 'note', md5(id::text)),
           'geometry', jsonb_build_object('type', 'Point', 'coordinates', jsonb_build_array(84 + id / 1e6, 27.5))
         ) ORDER BY id)) FROM generate_series(1, 100000) AS id
       ) WHERE job_id = $1`,
      [job.jobId],
      { timeoutMs: 60_000 },
    )
    const before = process.memoryUsage.rss()
    let peak = 0
    const onBytes = (): number => (peak = Math.max(peak, process.memoryUsage.rss()))
    await receiveInputs(pool, job.jobId, folder, { signal, onBytes })
    const grown = (peak - before) / megabyte
    const text = read('features/features.geojson')
    expect(text.length).toBeGreaterThan(50 * megabyte)
    expect(grown).toBeLessThan(64)
    const { features } = JSON.parse(text.toString('utf8')) as { features: { properties: { id: number } }[] }
    expect(features.map(({ properties }) => properties.id)).toEqual(
      Array.from({ length: 100_000 }, (_, index) => index + 1),
    )
    process.stderr.write(
      `${Math.round(text.length / megabyte)} MiB of features: memory grew by ${Math.round(grown)} MiB.\n`,
    )
  })
})
