import { existsSync } from 'node:fs'
import { aptInstall, candidatesIn, hasApt } from '#build/bootstrap/apt.ts'
import { run } from '#build/run.ts'
import { tell, type Say } from '#build/say.ts'

const floor = 'postgresql-15'

/** The oldest Postgres that is promised, for the tests. Where apt has none, they say what they skip. */
export async function ensureFloorPostgres(say: Say = tell): Promise<void> {
  if (existsSync('/usr/lib/postgresql/15/bin/postgres') || !hasApt()) return
  const env = { ...process.env, LC_ALL: 'C' }
  const policy = await run('apt-cache', ['policy', floor], { capture: true, env })
  if (!candidatesIn(policy.stdout).has(floor)) return
  await aptInstall([[floor]], 'The tests also run on the oldest Postgres that is promised.', say)
}
