import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { runAs } from '#test/postgres/binaries.ts'
import { freePort, type PostgresServer } from '#test/postgres/server.ts'

/** Where it is missing, that is printed. */
export const hasPooler = spawnSync('pgbouncer', ['--version']).status === 0
if (!hasPooler) process.stderr.write('Skipped: a connection pooler, for which pgbouncer is missing.\n')

/** A pgbouncer before that server, in transaction mode: each transaction may have another session. */
export async function startPooler(server: PostgresServer): Promise<{ port: number; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'fieldpack-pooler-'))
  chmodSync(folder, 0o755)
  const port = await freePort()
  const [users, settings] = [join(folder, 'users.txt'), join(folder, 'pooler.ini')]
  writeFileSync(users, `"${server.user}" "${server.password}"\n`, { mode: 0o600 })
  if (runAs.uid !== undefined) chownSync(users, runAs.uid, runAs.gid)
  writeFileSync(
    settings,
    `[databases]
* = host=127.0.0.1 port=${server.port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = plain
auth_file = ${users}
pool_mode = transaction
`,
  )
  const child = spawn('pgbouncer', [settings], { ...runAs, stdio: ['ignore', 'ignore', 'pipe'] })
  const ready = Promise.withResolvers<void>()
  createInterface(child.stderr).on('line', (line) => {
    if (line.includes('process up')) ready.resolve()
  })
  child.once('exit', () => ready.reject(new Error('pgbouncer ended.')))
  await ready.promise
  return {
    port,
    async stop() {
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
      rmSync(folder, { recursive: true })
    },
  }
}
