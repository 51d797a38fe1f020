import type { HeaderWords } from '#worker/domain/xlsform/headers.ts'

/** Columns of the entities sheet. */
export const entityColumns: HeaderWords = {
  aliases: new Map([['dataset', 'list_name']]),
  known: new Set(['list_name', 'entity_id', 'create_if', 'update_if', 'repeat', 'label']),
}
