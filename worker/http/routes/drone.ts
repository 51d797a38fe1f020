import { readDroneBody } from '#worker/domain/http/drone-body.ts'
import { refusal } from '#worker/http/answer.ts'
import { mebibyte, type Route } from '#worker/http/route.ts'

export const drone: Route = {
  /** A plugin comes along. */
  body: 64 * mebibyte,
  async answer(body, work) {
    const asked = readDroneBody(body)
    if (!asked.ok) return refusal(400, asked.message)
    const zip = await work.drone(asked.value)
    return { status: 200, ...zip, type: 'application/zip' }
  },
}
