import { openStore } from '#worker/store/open.ts'

/** A process that opens the ledger named on its command line, says how that went, and stays. */
try {
  await openStore(process.argv[2] ?? '')
  process.stdout.write('open\n')
} catch (thrown) {
  process.stdout.write(`${(thrown as { code: string }).code}\n`)
}
setInterval(() => {}, 60_000)
