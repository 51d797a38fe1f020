import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Bytes between two sweeps. */
const every = 4 << 20

/**
 * Frees what passing bytes leave behind. V8 looks at the buffers that sockets fill only when 64 MiB of them have
 * gathered, and at the large texts of answers later still; a large file would cost a small laptop that much for nothing.
 * Where V8 does not let itself be asked, it does so in its own time.
 */
export function createSweeper(): (bytes: number) => void {
  let passed = 0
  return (bytes) => {
    passed += bytes
    if (passed < every) return
    passed = 0
    found ??= collector()
    found({ type: 'minor' })
  }
}

type Collect = (options: { type: 'minor' | 'major' }) => void

/** Looked for once something is worth a sweep: most files are smaller. */
let found: Collect | null = null

function collector(): Collect {
  setFlagsFromString('--expose-gc')
  const gc: unknown = runInNewContext('typeof gc === "function" ? gc : null')
  return typeof gc === 'function' ? (gc as Collect) : () => undefined
}
