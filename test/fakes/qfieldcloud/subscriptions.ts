import { accountOf, denied } from '#test/fakes/qfieldcloud/access.ts'
import type { Ask } from '#test/fakes/qfieldcloud/ask.ts'
import type { Reply } from '#test/fakes/qfieldcloud/reply.ts'
import type { Route } from '#test/fakes/qfieldcloud/router.ts'
import { storageUsed, type CloudState } from '#test/fakes/qfieldcloud/state.ts'

export const subscriptionRoutes: Route[] = [
  { since: '2026', method: 'GET', pattern: 'subscriptions/:username/current/', answer: current },
]

/** One's own, and those of organizations that one owns or administers. */
function current(state: CloudState, { user, params, quirks }: Ask): Reply {
  const account = accountOf(state, params['username'])
  const mine =
    account === user ||
    account.owner === user.username ||
    account.members.get(user.username)?.role === 'admin'
  if (!mine) throw denied()
  const { code, active } = account.plan
  const storage = quirks.storageBytes ?? account.plan.storageBytes
  return {
    status: 200,
    json: {
      uuid: '6a1f3c52-0f0a-4f53-9d62-2f1f4f8a1c10',
      plan_display_name: code === 'community' ? 'Community' : 'Pro',
      plan_code: code,
      plan_is_premium: code !== 'community',
      status: active ? 'active_paid' : 'inactive_cancelled',
      active_since: '2026-01-01T00:00:00Z',
      active_until: null,
      storage_used_bytes: storageUsed(state, account.username),
      active_storage_total_bytes: storage,
      plan_storage_threshold_warning_bytes: 1_000_000_000,
      plan_storage_threshold_critical_bytes: 100_000_000,
    },
  }
}
