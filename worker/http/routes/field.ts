import { readFieldBody } from '#worker/domain/http/field-body.ts'
import { refusal, success } from '#worker/http/answer.ts'
import { mebibyte, type Route } from '#worker/http/route.ts'

export const field: Route = {
  body: mebibyte,
  async answer(body, work) {
    const asked = readFieldBody(body)
    if (!asked.ok) return refusal(400, asked.message)
    await work.field(asked.value)
    return success(`The project “${asked.value.title}” stands in output_files of job ${asked.value.jobId}.`)
  },
}
