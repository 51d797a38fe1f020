import type { WrapperWork } from '#worker/http/work.ts'
import type { Body } from '#worker/domain/http/body.ts'
import type { Answer } from '#worker/http/answer.ts'

export type Route =
  /** Asked without a body. */
  | { body: null; open?: boolean; answer(work: WrapperWork): Answer }
  /** Asked with a JSON object of at most `body` bytes. */
  | { body: number; answer(asked: Body, work: WrapperWork): Promise<Answer> }

export const mebibyte = 1024 * 1024
