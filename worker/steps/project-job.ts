import type { Finding } from '#worker/api/projects.ts'
import { weigh } from '#worker/domain/feedback/limits.ts'
import type { FolderSurvey } from '#worker/domain/project/survey.ts'
import { asker, type Ask } from '#worker/steps/asker.ts'
import { copyProject, type ProjectCopy } from '#worker/steps/open-copy.ts'
import type { OwnQgisPort, ProjectFoldersPort } from '#worker/steps/ports.ts'
import type { Flow, RecordPorts, WorkflowRun } from '#worker/steps/workflow.ts'

/** A job of QFieldCloud's three types: its request names the coordinator's folder. */
export interface ProjectRun<Q extends { folder: string }, R> extends WorkflowRun<R> {
  jobId: string
  request: Q
  /** What an earlier attempt remembered: whole, where it was about to put it in its place. */
  earlier: R | null
}

export interface ProjectPorts extends RecordPorts {
  qgis: OwnQgisPort
  folders: ProjectFoldersPort
}

/** A QGIS process of the job's own. */
export interface ProjectSession {
  ask: Ask
  /** {@link copyProject} of the job's folder. */
  copy(checkStep: string, onSurvey?: (survey: FolderSurvey) => void): Promise<ProjectCopy>
  /** What QFieldCloud would say to the time since the session began, and to its memory. */
  weigh(): Promise<Finding[]>
}

/** Works with a QGIS process that nobody else meets; what it logs goes into the job's log. */
export function withQgis<T>(
  { request, workFolder, signal, report }: ProjectRun<{ folder: string }, unknown>,
  ports: ProjectPorts,
  flow: Flow,
  work: (session: ProjectSession) => Promise<T>,
): Promise<T> {
  return ports.qgis.alone((qgis) => {
    const began = ports.now()
    const ask = asker(qgis, signal, {
      step: (id) => flow.enter(id),
      progress: (value) => report.progress(value),
      log: (level, text) => flow.log(level, text, 'QGSMSGLOG'),
    })
    return work({
      ask,
      copy: (checkStep, onSurvey = () => undefined) =>
        copyProject(
          { folder: request.folder, workFolder, signal, onSurvey },
          ports.folders,
          ask,
          flow,
          checkStep,
        ),
      async weigh() {
        const { peakBytes } = await ask('usage', {})
        return weigh({ ms: ports.now() - began, peakBytes })
      },
    })
  })
}
