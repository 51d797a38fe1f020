import { denied, projectFor } from '#test/fakes/qfieldcloud/access.ts'
import type { Ask } from '#test/fakes/qfieldcloud/ask.ts'
import { sendFile } from '#test/fakes/qfieldcloud/deliver.ts'
import { isAttachment, writtenAt } from '#test/fakes/qfieldcloud/project-files.ts'
import { Refusal, type Reply } from '#test/fakes/qfieldcloud/reply.ts'
import type { Route } from '#test/fakes/qfieldcloud/router.ts'
import { iso, type Blob, type CloudState, type Package, type Project } from '#test/fakes/qfieldcloud/state.ts'

export const packageRoutes: Route[] = [
  { method: 'GET', pattern: 'packages/:project/latest/', answer: latest },
  {
    method: 'GET',
    pattern: 'packages/:project/latest/files/*file/',
    answer(state, ask) {
      const { project, found } = latestOf(state, ask)
      const name = ask.params['file'] ?? ''
      const blob =
        found.files.get(name) ?? (isAttachment(project, name) ? project.files.get(name)?.at(-1) : undefined)
      if (blob === undefined) throw new Refusal('object_not_found', 'Object not found')
      return sendFile(state, ask, blob, found.at)
    },
  },
  {
    method: 'POST',
    pattern: 'packages/:project/:job/files/*file/',
    answer() {
      throw denied()
    },
  },
]

/** Older servers have one for all; newer ones the one of whoever asks. */
function latestOf(state: CloudState, { user, params }: Ask): { project: Project; found: Package } {
  const project = projectFor(state, user, params['project'])
  const found = project.packages.findLast(({ by }) => state.profile === '2024' || by === user.username)
  if (found === undefined)
    throw new Refusal('invalid_job', 'Packaging has never been triggered or successful for this project.')
  if (found.files.size === 0) throw new Refusal('invalid_job', 'Empty project package.')
  return { project, found }
}

function latest(state: CloudState, ask: Ask): Reply {
  const { project, found } = latestOf(state, ask)
  const one = (name: string, { size, etag, sha256 }: Blob, at: number, attachment: boolean): object => ({
    name,
    size,
    md5sum: etag,
    last_modified: writtenAt(at),
    is_attachment: attachment,
    ...(ask.quirks.noSha256 === true ? {} : { sha256 }),
  })
  const attachments = [...project.files].flatMap(([name, versions]) => {
    const newest = versions.at(-1)
    return newest === undefined || !isAttachment(project, name) ? [] : [one(name, newest, newest.at, true)]
  })
  return {
    status: 200,
    json: {
      files: [...found.files].map(([name, blob]) => one(name, blob, found.at, false)).concat(attachments),
      layers: found.layers,
      status: 'finished',
      package_id: found.jobId,
      packaged_at: iso(found.at),
      data_last_updated_at: iso(project.dataUpdatedAt),
    },
  }
}
