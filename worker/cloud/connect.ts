import * as z from 'zod'
import { AppError } from '#worker/api/errors.ts'
import { apiAddress, Login, type CloudAccount } from '#worker/cloud/account.ts'
import { ask, askJson, type Cloudy } from '#worker/cloud/request.ts'
import { save, type Saved } from '#worker/cloud/save.ts'
import { isSafeName } from '#worker/domain/mirror/safe-name.ts'
import type { CloudFile, CloudPort } from '#worker/steps/ports.ts'

const Files = z.array(
  z.object({
    name: z.string(),
    size: z.int().nonnegative(),
    is_attachment: z.boolean().default(false),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/i)
      .nullish()
      .catch(null),
  }),
)

/**
 * Signs in to a QFieldCloud; the token lives as long as what is answered here. There is no signing out: it would end
 * the user's sessions on all phones.
 *
 * @throws AppError cloud.unreachable, cloud.refused, cloud.failed
 */
export async function connectCloud(
  { url, user, password }: CloudAccount,
  signal: AbortSignal,
): Promise<CloudPort> {
  const address = apiAddress(url)
  if (address === null) throw new AppError('cloud.failed', { host: url, status: 0 })
  const { token } = await askJson(
    { address, token: null, signal },
    { method: 'POST', path: 'auth/token', body: new URLSearchParams({ username: user, password }) },
    Login,
  ).catch(rejectedLogin)
  const cloud: Cloudy = { address, token, signal }
  return {
    files: (projectId) => listFiles(cloud, projectId),
    download: (projectId, file, target) => downloadFile(cloud, projectId, file, target),
    upload: (projectId, name, source) =>
      ask(cloud, { method: 'POST', path: pathOf(projectId, name), body: source }, async () => undefined),
  }
}

/** A wrong password is a 400 of the form's on some servers. */
function rejectedLogin(thrown: unknown): never {
  if (thrown instanceof AppError && thrown.code === 'cloud.failed' && thrown.data.params['status'] === 400)
    throw new AppError('cloud.refused', thrown.data.params, { detail: thrown.data.detail ?? '' })
  throw thrown
}

async function listFiles(cloud: Cloudy, projectId: string): Promise<CloudFile[]> {
  const listed = await askJson(cloud, { path: `files/${projectId}` }, Files)
  return listed.map(({ name, size, is_attachment, sha256 }) => {
    if (!isSafeName(name)) throw new AppError('cloud.unsafeName', { file: name.slice(0, 200) })
    return { name, size, isAttachment: is_attachment, sha256: sha256?.toLowerCase() ?? null }
  })
}

/** Checked against the list: an answer that ends early may look whole. */
async function downloadFile(
  cloud: Cloudy,
  projectId: string,
  { name, size, sha256 }: CloudFile,
  target: string,
): Promise<void> {
  const broken = (): AppError => new AppError('cloud.broken', { file: name })
  const check = (saved: Saved): void => {
    if (saved.size !== size || (sha256 !== null && saved.sha256 !== sha256)) throw broken()
  }
  await ask(cloud, { path: pathOf(projectId, name) }, (response, { signal, heard }) =>
    save(response, target, { limit: size, tooLarge: broken, check, signal, onBytes: heard }),
  )
}

function pathOf(projectId: string, name: string): string {
  return `files/${projectId}/${name.split('/').map(encodeURIComponent).join('/')}`
}
