import { rm } from 'node:fs/promises'
import { accountOf, denied, projectFor, standingOf } from '#test/fakes/qfieldcloud/access.ts'
import { boundaryOf, paginated, type Ask } from '#test/fakes/qfieldcloud/ask.ts'
import { storeBlob } from '#test/fakes/qfieldcloud/blobs.ts'
import { sendFile } from '#test/fakes/qfieldcloud/deliver.ts'
import { addJob, overQuota, unfinished } from '#test/fakes/qfieldcloud/jobs.ts'
import { multipart, whole } from '#test/fakes/qfieldcloud/multipart.ts'
import { addVersion, isAttachment, qgisFileOf, writtenAt } from '#test/fakes/qfieldcloud/project-files.ts'
import { isQgisFile, readQgisFile } from '#test/fakes/qfieldcloud/qgis-file.ts'
import { Refusal, type Reply } from '#test/fakes/qfieldcloud/reply.ts'
import type { Route } from '#test/fakes/qfieldcloud/router.ts'
import {
  iso,
  storageUsed,
  type Blob,
  type CloudState,
  type FileVersion,
  type Project,
} from '#test/fakes/qfieldcloud/state.ts'

export const fileRoutes: Route[] = [
  {
    method: 'GET',
    pattern: 'files/metadata/:project/*file/',
    since: '2026',
    answer(state, ask) {
      const project = projectFor(state, ask.user, ask.params['project'])
      const name = ask.params['file'] ?? ''
      return { status: 200, json: fileJson(state, ask, project, name, versionsOf(project, name)) }
    },
  },
  { method: 'GET', pattern: 'files/:project/', answer: list },
  { method: 'POST', pattern: 'files/:project/*file/', answer: receive },
  {
    method: 'GET',
    pattern: 'files/:project/*file/',
    answer(state, ask) {
      const project = projectFor(state, ask.user, ask.params['project'])
      const versions = versionsOf(project, ask.params['file'] ?? '')
      const wanted = ask.query.get('version')
      const version = versions.findLast(({ id }) => wanted === null || id === wanted)
      if (version === undefined) throw new Refusal('object_not_found', 'Object not found')
      return sendFile(state, ask, version, version.at)
    },
  },
  { method: 'DELETE', pattern: 'files/:project/*file/', answer: remove },
]

function list(state: CloudState, ask: Ask): Reply {
  const project = projectFor(state, ask.user, ask.params['project'])
  const files = [...project.files].map(([name, versions]) => fileJson(state, ask, project, name, versions))
  return state.profile === '2024' ? { status: 200, json: files } : paginated(ask, files)
}

function fileJson(
  { profile }: CloudState,
  { query, quirks }: Ask,
  project: Project,
  name: string,
  versions: FileVersion[],
): object {
  const hidden = quirks.noSha256 === true || (profile === '2024' && query.get('skip_metadata') === '1')
  const one = ({ size, etag, sha256, at, told }: FileVersion): object => ({
    size: told.size ?? size,
    md5sum: etag,
    last_modified: writtenAt(at),
    ...(hidden ? {} : { sha256: told.sha256 ?? sha256 }),
    ...(profile === '2024' ? {} : { uploaded_at: iso(at) }),
  })
  const newest = versions.at(-1)
  return {
    name,
    ...(newest === undefined ? {} : one(newest)),
    is_attachment: isAttachment(project, name),
    versions: versions.map((version) => ({
      version_id: version.id,
      ...one(version),
      is_latest: version === newest,
      display: `v${(iso(version.at) ?? '').replace(/\D/g, '').slice(0, 14)}`,
    })),
  }
}

function versionsOf(project: Project, name: string): FileVersion[] {
  const versions = project.files.get(name)
  if (versions === undefined) throw new Refusal('object_not_found', 'Object not found')
  return versions
}

/** Exactly one part named `file`; its own filename is ignored. Nothing is checked before the body has come. */
async function receive(state: CloudState, ask: Ask): Promise<Reply> {
  const name = ask.params['file'] ?? ''
  const blobs = await receiveBlobs(state, ask)
  try {
    const project = projectFor(state, ask.user, ask.params['project'], 'reporter')
    const [blob, ...more] = blobs
    if (blob === undefined) throw new Refusal('empty_content', 'Empty content')
    if (more.length > 0) throw new Refusal('multiple_contents', 'Multiple contents')
    checkName(state, project, name, ask)
    const { plan } = accountOf(state, project.owner)
    if (
      ask.client !== 'QFIELD' &&
      storageUsed(state, project.owner) >= (ask.quirks.storageBytes ?? plan.storageBytes)
    )
      throw overQuota()
    if (state.profile === '2026' && isQgisFile(name)) {
      const { version } = await readQgisFile(blob.path, name)
      if (version === null)
        throw new Refusal('invalid_qgis_project_file', 'The QGIS project file is not valid.')
    }
    await addVersion(state, project, name, blob, ask.user.username)
    processAfter(state, project, name, ask.user.username)
  } catch (cause) {
    await Promise.all(blobs.map(({ path }) => rm(path, { force: true })))
    throw cause
  }
  return state.profile === '2024'
    ? { status: 201 }
    : { status: 201, json: {}, headers: { Location: `${ask.origin}${ask.path}` } }
}

async function receiveBlobs(state: CloudState, { request, body, quirks }: Ask): Promise<Blob[]> {
  const boundary = boundaryOf(request.headers['content-type'] ?? '')
  if (boundary === null) return []
  const blobs: Blob[] = []
  for await (const part of multipart(body, boundary))
    if (part.name === 'file') blobs.push(await storeBlob(state.folder, part.body, quirks.storedBytes))
    else await whole(part.body)
  return blobs
}

function checkName(state: CloudState, project: Project, name: string, { user }: Ask): void {
  if (state.profile === '2026' && !validName(name)) throw new Refusal('validation_error', 'Validation error')
  const current = qgisFileOf(project)
  if (isQgisFile(name) && current !== null && current !== name)
    throw new Refusal('multiple_projects', 'Multiple QGIS project files')
  const role = standingOf(state, user, project)?.role
  if (project.restrictedFiles && isRestricted(name, current) && role !== 'manager' && role !== 'admin')
    throw new Refusal('restricted_project_modification', 'Restricted project modification')
}

function validName(name: string): boolean {
  return (
    name.length <= 255 &&
    name
      .split('/')
      .every(
        (part) =>
          !/[<>:"\\|?*\p{Cc}]/u.test(part) &&
          !/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(part) &&
          !/^ |[ .]$|^$/.test(part),
      )
  )
}

function isRestricted(name: string, qgisFile: string | null): boolean {
  const stem = qgisFile?.replace(/\.[^.]*$/, '')
  return isQgisFile(name) || /(_attachments\.zip|\.qgd)$/i.test(name) || name === `${stem}.qml`
}

/** A check of the project follows an upload, unless the same person's last one has not ended. */
function processAfter(state: CloudState, project: Project, name: string, by: string): void {
  if (qgisFileOf(project) === null || isAttachment(project, name)) return
  const same = unfinished(state, project.id).some(
    (job) => job.type === 'process_projectfile' && job.by === by,
  )
  if (!same) addJob(state, project, 'process_projectfile', by)
}

async function remove(state: CloudState, ask: Ask): Promise<Reply> {
  const project = projectFor(state, ask.user, ask.params['project'], 'editor')
  const name = ask.params['file'] ?? ''
  const versions = versionsOf(project, name)
  const role = standingOf(state, ask.user, project)?.role
  if (project.restrictedFiles && isRestricted(name, qgisFileOf(project)) && role === 'editor') throw denied()
  const header = ask.request.headers['x-file-version']
  const id = header?.toString() ?? (state.profile === '2026' ? ask.query.get('version') : null)
  const gone = id === null ? versions : versions.filter((version) => version.id === id)
  if (gone.length === 0) throw new Refusal('object_not_found', 'Object not found')
  if (id !== null && versions.length === 1 && state.profile === '2026')
    throw new Refusal('explicit_deletion_of_last_version', 'The last version cannot be deleted explicitly.')
  const kept = versions.filter((version) => !gone.includes(version))
  if (kept.length === 0) project.files.delete(name)
  else project.files.set(name, kept)
  project.dataUpdatedAt = state.now()
  return { status: state.profile === '2024' ? 200 : 204 }
}
