import { join } from 'node:path'
import { AppError } from '#worker/api/errors.ts'
import { isSafeName } from '#worker/domain/mirror/safe-name.ts'
import type { TransferOptions } from '#worker/mirror/file-key.ts'
import { receiveCollection } from '#worker/mirror/receive-collection.ts'
import { receiveFile } from '#worker/mirror/receive-file.ts'
import { receiveForm } from '#worker/mirror/receive-form.ts'
import type { Sql } from '#worker/mirror/sql.ts'
import { inputRoles, type InputRole } from '#worker/steps/ports.ts'

/** An input of a taken job, as a request's accepted files are named: `<role>/<name>`. */
export interface ReceivedInput {
  role: InputRole
  name: string
  /** Where it was laid. */
  path: string
}

/**
 * Lays the inputs of somebody else's row into `folder/<role>/…`, in flat memory: the files of qgis_job_files first,
 * resumed after a cut, then the columns of qgis_jobs. Files win over the column of features or tasks; a form's
 * companions come beside the form of the column.
 *
 * @throws AppError mirror.gone, mirror.broken, mirror.unreachable (call again with the same folder); input.missing
 *   when the row has no form, form.notWorkbook, features.unreadable, tasks.unreadable; input.unreadable for a file
 *   name that leads out of the folder; output.full, output.readonly; job.cancelled
 */
export async function receiveInputs(
  sql: Sql,
  jobId: string,
  folder: string,
  options: TransferOptions,
): Promise<ReceivedInput[]> {
  const names = await namesOf(sql, jobId)
  for (const name of names)
    await receiveFile(sql, { jobId, role: 'input', name }, join(folder, name), options)

  const forms = names.filter(isForm)
  const columns = await sql.transaction(async (transaction) => {
    // Steps of one value: what is put into the row meanwhile must not be half of it.
    await transaction.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY')
    return [
      forms.length > 0 ? null : await receiveForm(transaction, jobId, folder, options),
      hasRole(names, 'features')
        ? null
        : await receiveCollection(transaction, jobId, { role: 'features', folder }, options),
      hasRole(names, 'tasks')
        ? null
        : await receiveCollection(transaction, jobId, { role: 'tasks', folder }, options),
    ]
  })

  if (forms.length === 0 && columns[0] === null) throw new AppError('input.missing', { path: 'xlsform' })
  return [...names, ...columns.filter((name) => name !== null)].map((name) => ({
    role: roleOf(name),
    name,
    path: join(folder, name),
  }))
}

async function namesOf(sql: Sql, jobId: string): Promise<string[]> {
  const rows = await sql.query<{ name: string }>(
    "SELECT name FROM qgis_job_files WHERE job_id = $1 AND role = 'input' ORDER BY name",
    [jobId],
  )
  const names = rows.map(({ name }) => name)
  const strange = names.find((name) => !isSafeName(name) || !inputRoles.includes(roleOf(name)))
  if (strange !== undefined) throw new AppError('input.unreadable', { path: strange })
  return names
}

function roleOf(name: string): InputRole {
  return name.slice(0, name.indexOf('/')) as InputRole
}

function hasRole(names: readonly string[], role: InputRole): boolean {
  return names.some((name) => roleOf(name) === role)
}

/** A form's companions are no form. */
function isForm(name: string): boolean {
  return roleOf(name) === 'form' && !name.startsWith('form/companions/')
}
