import { request as httpRequest } from 'node:http'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import type { FakeCloud } from '#test/fakes/qfieldcloud/start.ts'
import { profiles, qgs, talk } from '#test/fakes/qfieldcloud/talk.ts'

/** The list of jobs by a form in the body of a GET, which `fetch` cannot send. */
async function jobsByBody({ url }: FakeCloud, token: string, project: string): Promise<unknown> {
  const answer = Promise.withResolvers<string>()
  const request = httpRequest(`${url}/api/v1/jobs/`, {
    headers: {
      Authorization: `Token ${token}`,
      'Content-Type': 'application/x-www-form-urlencoded',
      // Without it Node sends the body of a GET unframed, and it is taken for the next request.
      'Content-Length': `project_id=${project}`.length,
    },
  })
  request.on('response', (response) => void text(response).then(answer.resolve, answer.reject))
  request.on('error', answer.reject)
  request.end(`project_id=${project}`)
  return JSON.parse(await answer.promise)
}

test.each(profiles)('%s: a package is made once, and read when it is there', async (profile) => {
  const { ask, login, cloud } = await talk({ profile })
  const { token } = (await login()).json as { token: string }
  const { id } = cloud.addProject()
  const layer = (file: string): string =>
    `<maplayer type="vector"><id>${file}_1</id><datasource>./${file}|layername=x</datasource><layername>${file}</layername><provider>ogr</provider></maplayer>`
  await cloud.put(id, 'site.qgs', qgs(layer('data/a.gpkg') + layer('b.gpkg')))
  await cloud.put(id, 'data/a.gpkg', 'table')
  await cloud.put(id, 'DCIM/1.jpg', 'photo')
  expect((await ask(`GET packages/${id}/latest/`)).json).toMatchObject({ code: 'invalid_job' })
  const made = await ask('POST jobs/', { project_id: id, type: 'package' })
  const joined = await ask('POST jobs/', { project_id: id, type: 'package', force: 0 })
  const forced = await ask('POST jobs/', { project_id: id, type: 'package', force: 1 })
  expect([made.status, joined.status, forced.status]).toEqual([201, 200, 201])
  const job = (made.json as { id: string }).id
  expect(joined.json).toMatchObject({ id: job })

  const seen: string[] = []
  for (let looks = 0; looks < 4; looks += 1)
    seen.push(((await ask(`GET jobs/${job}/`)).json as { status: string }).status)
  expect(seen).toEqual(['pending', 'queued', 'started', 'finished'])
  expect((await ask(`GET jobs/${job}/`)).json).toMatchObject({
    created_by: 1,
    finished_at: expect.any(String),
    output: expect.stringMatching(/^::<<<::\S+ Start/),
    feedback: {
      feedback_version: '2.0',
      workflow_id: 'package_project',
      outputs: {
        qgis_layers_data: {
          layers_by_id: {
            'data/a.gpkg_1': { is_valid: true, error_code: 'no_error' },
            'b.gpkg_1': { is_valid: false, error_summary: 'File "b.gpkg" missing.' },
          },
        },
      },
    },
  })
  const latest = (await ask(`GET packages/${id}/latest/`)).json as {
    package_id: string
    files: { name: string }[]
  }
  const project = profile === '2024' ? 'site_qfield.qgs' : 'site_qfield.qgz'
  expect(latest.package_id).toBe(job)
  expect(latest.files.map(({ name }) => name)).toEqual([project, 'a.gpkg', 'DCIM/1.jpg'])
  expect((await ask(`GET packages/${id}/latest/files/a.gpkg/`)).text).toBe('table')
  expect((await ask(`GET packages/${id}/latest/files/DCIM/1.jpg/`)).text).toBe('photo')

  const byQuery = await ask(`GET jobs/?project_id=${id}&type=delta_apply`)
  expect(byQuery.status).toBe(profile === '2024' ? 500 : 200)
  const listed = profile === '2024' ? await jobsByBody(cloud, token, id) : byQuery.json
  expect(listed).toHaveLength(2)
  expect((await ask('POST jobs/', { project_id: id, type: 'delta_apply' })).status).toBe(500)
  cloud.state.projects.get(id)?.collaborators.set('bob', { role: 'reader', by: 'ana', at: 0 })
  await login('bob', 'battery staple')
  expect((await ask(`GET packages/${id}/latest/`)).status).toBe(profile === '2024' ? 200 : 400)
})

test.each(profiles)('%s: a job that fails has no end, and its verdict can be told', async (profile) => {
  const { ask, login, cloud } = await talk({ profile, jobs: 'manual' })
  await login()
  const { id } = cloud.addProject()
  await cloud.put(id, 'site.qgs', 'no project')
  const { json } = await ask('POST jobs/', { project_id: id, type: 'process_projectfile' })
  const job = (json as { id: string }).id
  cloud.advance(2)
  expect((await ask(`GET jobs/${job}/`)).json).toMatchObject({ status: 'started' })
  cloud.advance()
  expect((await ask(`GET jobs/${job}/`)).json).toMatchObject({
    status: 'failed',
    finished_at: null,
    feedback: {
      error_type: 'INVALID_PROJECT_FILE',
      steps: expect.arrayContaining([expect.objectContaining({ stage: 1 })]),
    },
  })
  cloud.judges.job = () => ({
    status: 'failed',
    feedback: { error_type: 'TIMEOUT' },
    output: 'Timeout error!',
  })
  await ask('POST jobs/', { project_id: id, type: 'package' })
  cloud.settle()
  expect([...cloud.state.jobs.values()].at(-1)).toMatchObject({ status: 'failed', output: 'Timeout error!' })
})
