import type { Route } from '#test/fakes/qfieldcloud/router.ts'

export const statusRoutes: Route[] = [
  {
    method: 'GET',
    pattern: 'status/',
    open: true,
    answer: ({ profile }) => ({
      status: 200,
      json:
        profile === '2024'
          ? { geodb: 'ok', storage: 'ok' }
          : {
              database: 'ok',
              storage: 'ok',
              status_page_url: null,
              incident_message: null,
              incident_timestamp_utc: null,
              maintenance_message: null,
              maintenance_start_timestamp_utc: null,
              maintenance_end_timestamp_utc: null,
            },
    }),
  },
  {
    method: 'GET',
    pattern: 'server/info/',
    since: '2026',
    open: true,
    answer: (_, { origin }) => ({
      status: 200,
      json: { site_title: 'QFieldCloud', auth_providers: [], signup_url: `${origin}/accounts/signup/` },
    }),
  },
]
