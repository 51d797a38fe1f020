import { entityColumns } from '#worker/domain/xlsform/entity-columns.ts'
import {
  crowdedEntities,
  strayTies,
  type Entity,
  type Tie,
} from '#worker/domain/xlsform/entity-containers.ts'
import type { IssueList, Place } from '#worker/domain/xlsform/issues.ts'
import type { Question } from '#worker/domain/xlsform/model.ts'
import type { Cell, Table, TableRow } from '#worker/domain/xlsform/table.ts'

const expressions = ['entity_id', 'create_if', 'update_if', 'label']
const xmlName = /^[\p{L}_][\p{L}\p{M}\p{N}_.-]*(:[\p{L}_][\p{L}\p{M}\p{N}_.-]*)?$/u

/** Says what ODK Central would refuse about the entities sheet. QField makes no entities: nothing else changes. */
export function checkEntities(table: Table, questions: Question[], ties: Saved[], issues: IssueList): void {
  for (const key of table.keys) {
    const cell = entityColumns.known.has(key)
      ? undefined
      : table.rows.flatMap((row) => row.cell(key) ?? [])[0]
    if (cell) issues.add('entities.column', cell, { column: key })
  }
  const byName = new Map(questions.map((question) => [question.name, question]))
  const entities = new Map<string, Entity>()
  for (const row of table.rows) {
    const name = row.cell('list_name')
    if (name === null) continue
    checkDeclaration(row, name, issues)
    if (entities.has(name.text)) {
      issues.add('entities.duplicate', name, { list: name.text })
      continue
    }
    const read = namesIn(row).flatMap((said): Tie[] => {
      const question = byName.get(said)
      return question ? [{ groups: question.groups, saves: false }] : []
    })
    const saved = ties.flatMap((tie) => (tie.list === name.text ? [tie] : []))
    entities.set(name.text, { list: name.text, row: row.number, ties: [...saved, ...read] })
  }
  sayPlaces([...entities.values()], table.sheet, issues)
}

/** A `save_to` with the list that it belongs to. */
export interface Saved extends Tie {
  list: string
}

function checkDeclaration(row: TableRow, name: Cell, issues: IssueList): void {
  const list = name.text
  const reason = nameFault(list)
  if (reason !== null) issues.add('entities.name', name, { list, reason })
  const [id, create, update, label] = expressions.map((key) => row.cell(key))
  if (update && !id) issues.add('entities.noId', update, { list })
  if (id && create && !update) issues.add('entities.noUpdate', create, { list })
  if (!id && !label) issues.add('entities.noLabel', name, { list })
}

function nameFault(name: string): 'underscores' | 'period' | 'characters' | null {
  if (name.startsWith('__')) return 'underscores'
  if (name.includes('.')) return 'period'
  return xmlName.test(name) ? null : 'characters'
}

function namesIn(row: TableRow): string[] {
  return expressions.flatMap((key) =>
    [...(row.cell(key)?.text ?? '').matchAll(/\$\{([^}]+)\}/g)].map(([, name = '']) => name),
  )
}

function sayPlaces(entities: Entity[], sheet: string, issues: IssueList): void {
  const at = ({ row, list }: Entity): Place => ({ sheet, row, column: null, text: list })
  const sound = entities.filter((entity) => strayTies(entity).length === 0)
  for (const entity of entities) {
    if (!sound.includes(entity)) issues.add('entities.scope', at(entity), { list: entity.list })
  }
  for (const entity of crowdedEntities(sound))
    issues.add('entities.crowded', at(entity), { list: entity.list })
}
