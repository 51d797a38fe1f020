import { build, type InlineConfig, type Rolldown } from 'vite'
import { targets } from '#build/vite.config.ts'

/**
 * Builds `dist/` and keeps it fresh.
 *
 * @param onFresh called when all four are built for the first time and after every later change
 */
export async function watchDist(onFresh: () => Promise<void>): Promise<void> {
  process.env['NODE_ENV'] = 'production'
  let turn = Promise.resolve()
  const pending = new Set<string>(Object.keys(targets))
  for (const [name, config] of Object.entries<InlineConfig>(targets)) {
    const watched = { ...config, build: { ...config.build, watch: {} } }
    const watcher = (await build(watched)) as Rolldown.RolldownWatcher
    watcher.on('event', (event) => {
      if (event.code === 'START') pending.add(name)
      if (event.code === 'ERROR') console.error(`${name}: ${event.error.message}`)
      if (event.code !== 'END' || !pending.delete(name)) return
      // One restart after the other, however fast the files change.
      if (pending.size === 0) turn = turn.then(onFresh)
    })
  }
}
