import { expect, test } from 'vitest'
import { readBasemapBody } from '#worker/domain/http/basemap-body.ts'

const jobId = '01990000-0000-7000-8000-00000000000a'
const account = {
  qfield_cloud_url: 'https://app.qfield.cloud',
  qfield_cloud_user: 'ana',
  qfield_cloud_password: 'secret',
}

test('an account may come along, or not', () => {
  expect(readBasemapBody({ job_id: jobId, qfield_cloud_url: '', qfield_cloud_user: null })).toEqual({
    ok: true,
    value: { jobId, account: null },
  })
  expect(readBasemapBody({ job_id: jobId, ...account })).toEqual({
    ok: true,
    value: { jobId, account: { url: 'https://app.qfield.cloud', user: 'ana', password: 'secret' } },
  })
})

test.for([
  [{ ...account }, 'job_id'],
  [{ job_id: 'x' }, 'job_id'],
  [{ job_id: jobId, ...account, qfield_cloud_password: '' }, 'qfield_cloud_password'],
  [{ job_id: jobId, qfield_cloud_url: 'https://example.org' }, 'qfield_cloud_user'],
  [{ job_id: jobId, ...account, qfield_cloud_user: 7 }, 'texts'],
] as [Record<string, unknown>, string][])('%o is refused with words about %s', ([body, about]) => {
  expect(readBasemapBody(body)).toEqual({ ok: false, message: expect.stringContaining(about) })
})
