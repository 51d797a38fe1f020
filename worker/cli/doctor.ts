import { parseOptions, type Command } from '#worker/cli/command.ts'
import { withWorker } from '#worker/cli/with-worker.ts'
import type { Finding, Mend } from '#worker/api/doctor.ts'

const marks: Record<Finding['state'], string> = {
  ok: 'ok     ',
  warning: 'warning',
  missing: 'MISSING',
  off: 'off    ',
}

/** `doctor`: exit code 1 when something that is not optional is missing. */
export const doctor: Command = async (args, context) => {
  parseOptions(args, {})
  const report = await withWorker(context, { write: false }, ({ call }) => call('doctor.run', {}))
  const findings = report.findings.map((finding) => ({
    ...finding,
    message: context.words.say(`doctor.${finding.id}.${finding.state}`, finding.params),
  }))
  return {
    document: { ...report, findings },
    lines: findings.flatMap((finding) => [
      `${marks[finding.state]}  ${finding.id.padEnd(11)}  ${finding.message}`,
      ...finding.mends.map((mend) => `${' '.repeat(22)}-> ${wordsOf(mend)}`),
    ]),
    failed: !report.ready,
  }
}

function wordsOf(mend: Mend): string {
  switch (mend.kind) {
    case 'command':
      return mend.command
    case 'link':
      return mend.url
    case 'chooseQgis':
      return 'set FIELDPACK_QGIS_PYTHON to the Python of your QGIS'
    case 'freeDisk':
      return `free space on the disk of ${mend.folder}`
  }
}
