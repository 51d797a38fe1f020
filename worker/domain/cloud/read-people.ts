import type { SheetRow } from '#worker/domain/xlsform/workbook.ts'

/** A person as a list has them: what is missing is empty. */
export interface ListedPerson {
  /** As a spreadsheet counts rows. */
  row: number
  username: string
  email: string
  role: string
}

type Column = 'username' | 'email' | 'role'

/** In lower case, without spaces and marks. */
const headings: Record<Column, readonly string[]> = {
  username: ['username', 'user', 'name', 'login', 'account', 'collaborator', 'member'],
  email: ['email', 'emailaddress', 'mail'],
  role: ['role', 'projectrole', 'permission', 'permissions'],
}

/** The order of columns in a list without headings. */
const usual: Column[] = ['username', 'email', 'role']

/** Reads a list of people out of a table. Headings may stand in any order and spelling; other columns are passed over. */
export function readPeople(rows: readonly SheetRow[]): ListedPerson[] {
  const [first] = rows
  const named = new Map(
    (first?.cells ?? []).flatMap((cell, at) => {
      const column = columnOf(cell)
      return column === null ? [] : [[column, at] as const]
    }),
  )
  const hasHeadings = named.has('username')
  const places = hasHeadings ? named : new Map(usual.map((column, at) => [column, at] as const))
  return rows.slice(hasHeadings ? 1 : 0).map(({ number, cells }) => {
    const cell = (column: Column): string => cells[places.get(column) ?? -1]?.trim() ?? ''
    return { row: number, username: cell('username'), email: cell('email'), role: cell('role') }
  })
}

function columnOf(heading: string): Column | null {
  const plain = heading.toLowerCase().replaceAll(/[^a-z]/g, '')
  return usual.find((column) => headings[column].includes(plain)) ?? null
}
