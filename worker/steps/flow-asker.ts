import { asker, type Ask } from '#worker/steps/asker.ts'
import type { QgisPort, Reporter } from '#worker/steps/ports.ts'
import type { Flow } from '#worker/steps/workflow.ts'

/** The session inside a workflow: what QGIS logs goes into the job's log. */
export function flowAsker(
  qgis: QgisPort,
  { signal, report }: { signal: AbortSignal; report: Reporter },
  flow: Flow,
): Ask {
  return asker(qgis, signal, {
    step: (id) => flow.enter(id),
    progress: (value) => report.progress(value),
    log: (level, text) => flow.log(level, text, 'QGSMSGLOG'),
  })
}
