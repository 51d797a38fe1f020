import { planSheet, type SheetPerson, type SheetWords } from '#worker/domain/cloud/plan-sheet.ts'
import type { CloudClient } from '#worker/steps/cloud-port.ts'
import type { QgisPort } from '#worker/steps/ports.ts'

export interface SheetRun {
  projectId: string
  /** In the order of the cards. */
  people: readonly SheetPerson[]
  /** The PDF, absolute; one that is there is replaced. */
  out: string
  signal: AbortSignal
}

/**
 * Writes the sheet that is cut up and handed out: a card for each person with the project's QR code. `missing`:
 * characters that no font of this computer has, and that stand there as boxes.
 *
 * @throws AppError cloud.*, output.*, qgis.*
 */
export async function writeSheet(
  { projectId, people, out, signal }: SheetRun,
  {
    client,
    qgis,
    words,
  }: { client: Pick<CloudClient, 'server' | 'project'>; qgis: QgisPort; words: SheetWords },
): Promise<{ file: string; missing: string[] }> {
  const { name, owner } = await client.project(projectId)
  const plan = planSheet({ id: projectId, name, owner, server: client.server }, people, words)
  const { missing } = await qgis.ask('sheet', { plan, out }, { signal })
  return { file: out, missing }
}
