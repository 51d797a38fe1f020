import { randomInt } from 'node:crypto'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import type { CloudPerson, PersonRow } from '#worker/api/cloud.ts'
import { AppError, toErrorData } from '#worker/api/errors.ts'
import { newPassword } from '#worker/domain/cloud/new-password.ts'
import type { SheetPerson } from '#worker/domain/cloud/plan-sheet.ts'
import { readPeopleList } from '#worker/intake/people-list.ts'
import { applyPeople, planPeopleOf } from '#worker/steps/apply-people.ts'
import type { CloudClient } from '#worker/steps/cloud-port.ts'
import type { QgisPort } from '#worker/steps/ports.ts'
import { writeSheet } from '#worker/steps/write-sheet.ts'
import { sheetWords } from '#worker/words/sheet-words.ts'

/** Who works in projects of QFieldCloud. */
export interface People {
  list(client: CloudClient, projectId: string): Promise<CloudPerson[]>
  plan(client: CloudClient, projectId: string, file: string): Promise<PersonRow[]>
  /** @throws AppError cloud.sheetNeeded, cloud.*, output.*, qgis.* */
  apply(
    client: CloudClient,
    projectId: string,
    rows: readonly PersonRow[],
    sheet: string | null,
  ): Promise<PersonRow[]>
  sheet(client: CloudClient, projectId: string, usernames: readonly string[], out: string): Promise<void>
}

export function composePeople(qgis: QgisPort, stopping: AbortSignal): People {
  const draw = async (client: CloudClient, projectId: string, people: SheetPerson[], out: string) => {
    await writeSheet({ projectId, people, out, signal: stopping }, { client, qgis, words: sheetWords })
  }

  return {
    async list(client, projectId) {
      const { owner } = await client.project(projectId)
      const collaborators = await client.collaborators(projectId)
      const organizations = owner === client.username ? [] : await client.organizations()
      const members = organizations.includes(owner) ? await client.members(owner) : []
      const names = new Set([...collaborators, ...members].map(({ username }) => username))
      return [...names].sort().map((username) => ({
        username,
        role: collaborators.find((one) => one.username === username)?.role ?? null,
        organizationRole: members.find((one) => one.username === username)?.role ?? null,
      }))
    },
    plan: async (client, projectId, file) => planPeopleOf(projectId, await readPeopleList(file), client),
    async apply(client, projectId, rows, sheet) {
      const people = rows.filter(({ problem }) => problem === null)
      const makesUsers = people.some(({ action, done }) => action === 'createUser' && !done)
      if (makesUsers && sheet === null) throw new AppError('cloud.sheetNeeded')
      // Somebody's passwords may stand on a sheet that is there.
      if (sheet !== null && existsSync(sheet)) throw new AppError('output.occupied', { folder: sheet })
      // First without passwords: a disk that is full has to show before there are any to lose.
      if (sheet !== null) await draw(client, projectId, people, sheet)
      const applied = await applyPeople(projectId, rows, {
        client,
        password: () => newPassword((limit) => randomInt(limit)),
        signal: stopping,
      })
      if (sheet !== null) {
        const cards = people.map(({ username }) => {
          const password = applied.passwords.get(username)
          return password === undefined ? { username } : { username, password }
        })
        await draw(client, projectId, cards, sheet).catch((thrown: unknown) =>
          keepPasswords(thrown, `${sheet}.txt`, applied.passwords),
        )
      }
      return applied.rows
    },
    sheet: (client, projectId, usernames, out) =>
      draw(
        client,
        projectId,
        usernames.map((username) => ({ username })),
        out,
      ),
  }
}

/**
 * The users are there by now, and nobody could ask for their passwords again: what the sheet cannot tell, a plain text
 * beside it does, for its owner's eyes only.
 *
 * @throws AppError why the sheet could not be drawn, with the file's name in its detail
 */
async function keepPasswords(
  thrown: unknown,
  file: string,
  passwords: ReadonlyMap<string, string>,
): Promise<never> {
  if (passwords.size === 0) throw thrown
  const lines = [...passwords].map(([username, password]) => `${username}\t${password}\n`)
  await writeFile(file, lines.join(''), { flag: 'wx', mode: 0o600 })
  const { code, params, detail = '' } = toErrorData(thrown)
  throw new AppError(code, params, { cause: thrown, detail: `The new passwords are in ${file}\n${detail}` })
}
