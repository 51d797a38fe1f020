import type { Route } from '#test/fakes/qfieldcloud/router.ts'

export const deltaRoutes: Route[] = []
