import type { Route } from '#worker/http/route.ts'

export const metrics: Route = {
  body: null,
  answer: (work) => ({
    status: 200,
    text: work.metrics(),
    type: 'text/plain; version=0.0.4; charset=utf-8',
  }),
}
