import words from '#resources/locales/en.sheet.json' with { type: 'json' }
import type { SheetWords } from '#worker/domain/cloud/plan-sheet.ts'

/** What stands on the cards that are handed out. */
export const sheetWords: SheetWords = {
  title: words['sheet.title'],
  project: words['sheet.project'],
  server: words['sheet.server'],
  user: words['sheet.user'],
  password: words['sheet.password'],
  scan: words['sheet.scan'],
  noteWithPassword: words['sheet.noteWithPassword'],
  note: words['sheet.note'],
}
