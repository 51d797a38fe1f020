import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Bytes between two sweeps. */
const every = 4 << 20

/**
 * Frees what passing bytes leave behind. V8 looks at the buffers that sockets fill only when 64 MiB of them have
 * gathered, and at the large texts of answers later still; a basemap would cost a small laptop that much for nothing.
 * Where V8 does not let itself be asked, it does so in its own time.
 */
export function createSweeper(): (bytes: number) => void {
  const collect = collector()
  let passed = 0
  return (bytes) => {
    passed += bytes
    if (passed < every) return
    passed = 0
    collect({ type: 'minor' })
  }
}

type Collect = (options: { type: 'minor' | 'major' }) => void

function collector(): Collect {
  setFlagsFromString('--expose-gc')
  const found: unknown = runInNewContext('typeof gc === "function" ? gc : null')
  return typeof found === 'function' ? (found as Collect) : () => undefined
}
