import { projectFor } from '#test/fakes/qfieldcloud/access.ts'
import type { Ask, Form } from '#test/fakes/qfieldcloud/ask.ts'
import { storeBlob } from '#test/fakes/qfieldcloud/blobs.ts'
import { addJob } from '#test/fakes/qfieldcloud/jobs.ts'
import { Refusal, type Reply } from '#test/fakes/qfieldcloud/reply.ts'
import type { Route } from '#test/fakes/qfieldcloud/router.ts'
import type { CloudState, Project } from '#test/fakes/qfieldcloud/state.ts'

export const seedRoutes: Route[] = [
  {
    method: 'GET',
    pattern: 'projects/:project/seed/',
    since: '2026',
    answer(state, { user, params }) {
      const { seed, name, xlsform } = projectFor(state, user, params['project'])
      if (seed === null && xlsform === null) throw new Refusal('object_not_found', 'Object not found')
      const settings = { basemaps: [], xlsform: xlsform?.name ?? null }
      return { status: 200, json: { name, crs: 'EPSG:3857', extent: [], settings, ...seed } }
    },
  },
  {
    method: 'GET',
    pattern: 'projects/:project/seed/xlsform/',
    since: '2026',
    answer(state, { user, params }): Reply {
      const { xlsform } = projectFor(state, user, params['project'])
      if (xlsform === null) throw new Refusal('object_not_found', 'Object not found')
      return {
        status: 200,
        headers: { 'Content-Disposition': `attachment; filename="${xlsform.name}"` },
        file: { path: xlsform.blob.path, start: 0, end: xlsform.blob.size },
      }
    },
  },
]

/** What a new project is made of: a `create_project` job follows. */
export async function fromSeed(state: CloudState, ask: Ask, project: Project, form: Form): Promise<void> {
  const given = typeof form['seed'] === 'string' ? (JSON.parse(form['seed']) as unknown) : form['seed']
  const file = form['xlsform_file'] as { name: string; bytes: Buffer } | undefined
  const model = form['clone_from_project']
  if (given !== undefined && given !== null) project.seed = given as Record<string, unknown>
  if (file !== undefined)
    project.xlsform = { name: file.name, blob: await storeBlob(state.folder, [file.bytes]) }
  if (typeof model === 'string')
    for (const [name, versions] of projectFor(state, ask.user, model).files)
      project.files.set(name, versions.slice(-1))
  if (project.seed !== null || file !== undefined || typeof model === 'string')
    addJob(state, project, 'create_project', ask.user.username)
}
