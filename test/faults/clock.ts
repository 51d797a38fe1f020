/** Loaded before a worker: lets whoever started it set its clock. */
const real = Date
let offset = 0

process.on('message', (message: unknown) => {
  const { kind, ms } = message as { kind?: unknown; ms?: unknown }
  if (kind === 'clock' && typeof ms === 'number') offset = ms
})
// The clock alone must not keep the process.
process.channel?.unref()

globalThis.Date = class extends real {
  constructor(...values: []) {
    super(...((values.length === 0 ? [real.now() + offset] : values) as []))
  }

  static override now(): number {
    return real.now() + offset
  }
} as DateConstructor
