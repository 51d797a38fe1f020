import type { CloudRole, PersonRow } from '#worker/api/cloud.ts'

const one = (username: string, role: CloudRole, action: PersonRow['action']): PersonRow => ({
  row: 1,
  username,
  email: '',
  role,
  action,
  also: [],
  problem: null,
  done: false,
  error: null,
})

/** A list of one person, who joins the project. */
export function addRow(username: string, role: CloudRole): PersonRow {
  return one(username, role, 'addCollaborator')
}

/** A list of one person, who gets another role. */
export function roleRow(username: string, role: CloudRole): PersonRow {
  return one(username, role, 'changeRole')
}
