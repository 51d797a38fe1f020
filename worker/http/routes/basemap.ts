import { readBasemapBody } from '#worker/domain/http/basemap-body.ts'
import { refusal, success } from '#worker/http/answer.ts'
import { mebibyte, type Route } from '#worker/http/route.ts'

export const basemap: Route = {
  body: mebibyte,
  async answer(body, work) {
    const asked = readBasemapBody(body)
    if (!asked.ok) return refusal(400, asked.message)
    await work.basemap(asked.value)
    return success(`The project’s files stand in output_files of job ${asked.value.jobId}.`)
  },
}
