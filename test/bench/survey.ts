import { writeFile } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'

/** Questions that a building of buildings.ts has answers to; every value of theirs is a valid one. */
const answered = ['osm_id', 'building', 'name', 'material', 'levels']

/** Asks for what the buildings know already: choices, text and whole numbers. Some more questions start empty. */
const form = `
| survey   |                      |           |                  |
|          | type                 | name      | label            |
|          | integer              | osm_id    | OSM id           |
|          | select_one kinds     | building  | Kind of building |
|          | text                 | name      | Name             |
|          | select_one materials | material  | Walls            |
|          | integer              | levels    | Storeys          |
|          | integer              | residents | Residents        |
|          | text                 | remarks   | Remarks          |
| choices  |                      |           |                  |
|          | list_name            | name      | label            |
|          | kinds                | house     | House            |
|          | kinds                | yes       | Some building    |
|          | kinds                | school    | School           |
|          | kinds                | shop      | Shop             |
|          | kinds                | hut       | Hut              |
|          | kinds                | church    | Church           |
|          | kinds                | clinic    | Clinic           |
|          | materials            | brick     | Brick            |
|          | materials            | wood      | Wood             |
|          | materials            | concrete  | Concrete         |
|          | materials            | mud       | Mud              |
`

/** Writes the form as a Markdown workbook. */
export async function writeSurvey(path: string): Promise<void> {
  await writeFile(path, form)
}

/** How many answers the survey's table starts with. */
export function countAnswers(geopackage: string): number {
  const database = new DatabaseSync(geopackage, { readOnly: true })
  try {
    const counts = answered.map((column) => `count("${column}")`).join(' + ')
    return Number(database.prepare(`select ${counts} as answers from survey`).get()?.['answers'])
  } finally {
    database.close()
  }
}
