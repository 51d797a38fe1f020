import { realpath, writeFile } from 'node:fs/promises'
import { AppError } from '#worker/api/errors.ts'
import { writeDeltaFile } from '#worker/domain/delta/write-delta-file.ts'
import type { HandlersOf } from '#worker/rpc/handlers.ts'
import { outputError } from '#worker/steps/folder.ts'
import type { Deltas } from '#worker/store/deltas.ts'

export function deltasHandlers(deltas: Deltas, uuid: () => string): HandlersOf<'deltas'> {
  return {
    'deltas.list': async ({ folder, ...which }) => deltas.list(await placeOf(folder), which),
    'deltas.mark': async ({ folder, uuids, status }) => ({
      changed: deltas.mark(await placeOf(folder), uuids, status),
    }),
    'deltas.export': async ({ folder, uuids, out }) => {
      const place = await placeOf(folder)
      const found = [...deltas.find(place, uuids).values()]
      const project = deltas.projectOf(place)
      if (found.length < uuids.length || project === null)
        throw new AppError('deltas.notFound', { count: uuids.length - found.length })
      const text = writeDeltaFile(
        found.map(({ content }) => content),
        { project, uuid },
      )
      await writeFile(out, text).catch((cause: unknown) => {
        throw outputError(cause, out)
      })
      return { file: out, count: found.length }
    },
  }
}

/** As the ledger names a folder. One that is gone keeps its deltas. */
const placeOf = (folder: string): Promise<string> => realpath(folder).catch(() => folder)
