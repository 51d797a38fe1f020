import * as z from 'zod'
import { AppError } from '#worker/api/errors.ts'
import { apiAddress, type CloudAccount } from '#worker/cloud/account.ts'
import { filePath } from '#worker/cloud/files.ts'
import { nodeWire } from '#worker/cloud/node-wire.ts'
import { ask, askJson, pageInstead, usualPatience, type Cloudy } from '#worker/cloud/request.ts'
import { save, type Saved } from '#worker/cloud/save.ts'
import { File } from '#worker/cloud/shapes.ts'
import { logIn } from '#worker/cloud/sign-in.ts'
import { upload } from '#worker/cloud/upload.ts'
import { isPage } from '#worker/cloud/wire.ts'
import type { CloudFile, CloudPort } from '#worker/steps/ports.ts'

/**
 * Signs in to a QFieldCloud for one job; the token lives as long as what is answered here. There is no signing out:
 * it would end the user's sessions on all phones. Plain http is taken, too: who runs a headless worker beside the
 * server in one network has told so.
 *
 * @throws AppError cloud.badAddress, cloud.wrongPassword, cloud.unreachable and other `cloud.*`
 */
export async function connectCloud(
  { url, user, password }: CloudAccount,
  signal: AbortSignal,
): Promise<CloudPort> {
  const address = apiAddress(url)
  if (address === null)
    throw new AppError('cloud.badAddress', { host: url.replace(/^.*@/s, '').slice(0, 200) })
  const nobody: Cloudy = {
    address,
    token: null,
    secrets: [password],
    signal,
    wire: nodeWire(),
    ...usualPatience,
  }
  const { token } = await logIn(nobody, user, password)
  const cloud: Cloudy = { ...nobody, token, secrets: [password, token] }
  return {
    async files(projectId) {
      const asked = { path: `files/${encodeURIComponent(projectId)}` }
      return (await askJson(cloud, asked, z.array(File))).value
    },
    download: (projectId, file, target) => downloadFile(cloud, projectId, file, target),
    upload: (projectId, name, source) => upload(cloud, filePath(projectId, name), name, source, { signal }),
  }
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
  await ask(cloud, { path: filePath(projectId, name) }, (answer, { signal }) => {
    if (isPage(answer) && !/\.html?$/i.test(name)) throw pageInstead(cloud, answer)
    return save(answer.body, target, { limit: size, tooLarge: broken, check, signal })
  })
}
