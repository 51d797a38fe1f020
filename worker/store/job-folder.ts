import { readdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import type { OutputFile } from '#worker/api/output.ts'
import { openedName } from '#worker/domain/job/inputs.ts'
import { inputRoles, type FilesPort, type InputRole } from '#worker/steps/ports.ts'
import type { Ledger } from '#worker/store/ledger.ts'

/** A job's kept files as folders on disk, for the steps that read and write them. */
export function createJobFolder({ files, blobs }: Pick<Ledger, 'files' | 'blobs'>): FilesPort {
  return {
    async layInputs(jobId, folder) {
      const laid: Partial<Record<InputRole, string>> = {}
      const kept = files.list(jobId, 'input')
      for (const role of inputRoles) {
        const own = kept.filter(({ name }) => name.startsWith(`${role}/`))
        if (own.length === 0) continue
        for (const { name, sha256 } of own) await blobs.copyTo(sha256, join(folder, name))
        laid[role] = join(folder, role, openedName(own.map(({ name }) => name.slice(role.length + 1))))
      }
      return laid
    },

    listInputs: (jobId) =>
      files.list(jobId, 'input').map(({ name, sha256 }) => ({ name, path: blobs.pathOf(sha256) })),

    keepFile: (path) => blobs.putFile(path),

    async keepFolder(folder) {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true })
      const paths = entries
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
      const kept: OutputFile[] = []
      for (const path of paths.sort()) {
        const name = relative(folder, path).split(sep).join('/')
        kept.push({ name, ...(await blobs.putFile(path)) })
      }
      return kept
    },

    copyOut: ({ sha256 }, target) => blobs.copyTo(sha256, target),
  }
}
