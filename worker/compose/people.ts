import { randomInt } from 'node:crypto'
import { existsSync } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { CloudPerson, PersonRow } from '#worker/api/cloud.ts'
import { AppError, toErrorData } from '#worker/api/errors.ts'
import { newPassword } from '#worker/domain/cloud/new-password.ts'
import type { SheetPerson } from '#worker/domain/cloud/plan-sheet.ts'
import { readPeopleList } from '#worker/intake/people-list.ts'
import { applyPeople, planPeopleOf } from '#worker/steps/apply-people.ts'
import type { CloudClient } from '#worker/steps/cloud-port.ts'
import { outputError } from '#worker/steps/folder.ts'
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
      const note = `${sheet}.txt`
      // Somebody's passwords may stand on a sheet that is there, or in what an earlier try left behind.
      const taken = sheet === null ? undefined : [sheet, note].find((file) => existsSync(file))
      if (taken !== undefined) throw new AppError('output.exists', { file: taken })
      // First without passwords: a disk that is full has to show before there are any to lose.
      if (sheet !== null) await draw(client, projectId, people, sheet)
      const applied = await applyPeople(projectId, rows, {
        client,
        async password(username) {
          const password = newPassword((limit) => randomInt(limit))
          await noteDown(note, `${username}\t${password}\n`)
          return password
        },
        signal: stopping,
      })
      if (sheet !== null) {
        const cards = people.map(({ username }) => {
          const password = applied.passwords.get(username)
          return password === undefined ? { username } : { username, password }
        })
        await draw(client, projectId, cards, sheet).catch((thrown: unknown) => {
          throw applied.passwords.size === 0 ? thrown : withNote(thrown, note)
        })
        await rm(note, { force: true })
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
 * Adds a line to a plain text beside the sheet, for its owner's eyes only. It goes once the sheet is drawn; an app
 * that is killed between the first new user and the sheet leaves it behind, and with it every password.
 *
 * @throws AppError output.readonly: there would be a user whose password nobody has
 */
async function noteDown(file: string, line: string): Promise<void> {
  try {
    const handle = await open(file, 'a', 0o600)
    try {
      await handle.appendFile(line)
      await handle.sync()
    } finally {
      await handle.close()
    }
  } catch (cause) {
    throw outputError(cause, dirname(file))
  }
}

/** Why the sheet could not be drawn, and where the passwords are instead. */
function withNote(thrown: unknown, file: string): AppError {
  const { code, params, detail = '' } = toErrorData(thrown)
  return new AppError(code, params, { cause: thrown, detail: `The new passwords are in ${file}\n${detail}` })
}
