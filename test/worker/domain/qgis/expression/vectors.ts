import type { Vector } from '#test/worker/domain/qgis/expression/vector.ts'
import { ofAnswers } from '#test/worker/domain/qgis/expression/vectors/answers.ts'
import { ofDatesAndRepeats } from '#test/worker/domain/qgis/expression/vectors/dates-and-repeats.ts'
import { ofTextsAndNumbers } from '#test/worker/domain/qgis/expression/vectors/texts-and-numbers.ts'

/** Evaluated on the survey's one feature. */
export const inSurvey: Vector[] = [...ofAnswers, ...ofTextsAndNumbers, ...ofDatesAndRepeats]

/** What a default becomes in a column of another type, and what `.` is. */
export const inColumns: Vector[] = [
  ['${n} > 3', 'true', { result: 'text' }],
  ['${n} * 2', '14', { result: 'text' }],
  ['${dt}', '2024-03-15', { result: 'text' }],
  ['${e}', null, { result: 'text' }],
  ['${num_s}', 10, { result: 'integer' }],
  ["'2024-01-31'", '2024-01-31', { result: 'date' }],
  ['today()', /T00:00:00$/u, { result: 'datetime' }],
  ["'a c'", '{"a","c"}', { result: 'set' }],
  ["concat('a', ' ', 'c')", '{"a","c"}', { result: 'set' }],
  ['${e}', null, { result: 'set' }],
  ['${m}', '{"a","c"}', { result: 'set' }],
  ["'OK'", true, { result: 'boolean' }],
  ['${ts}', '14:05:09', { result: 'time' }],
  ["'08:30'", '08:30', { result: 'time' }],
]

/** Evaluated on a row of `list_c` (b, Bean, S, 2) with the survey's form open. */
export const inFilter: Vector[] = [
  ['name = ${one}', true],
  ['name = ${e}', false],
  ["region = 'S'", true],
  ['cost > 1.5', true],
  ['cost < ${n}', true],
  ['cost = 2', true],
  ['selected(${m}, name)', false],
  ["selected(${m1}, name) and region != ''", true],
  ['name = current()/../one', true],
  ['true()', true],
  ["name = instance('c')/root/item[label='Bean']/name", true],
  ["name = instance('c')/root/item[name=${one}]/name", true],
  ["count(instance('c')/root/item[region = 'N' and cost < ${n}]) = 2", true],
  ["contains(label, 'ea')", true],
  ['count(${kids}) = 3', true],
  ['sum(${q}) > cost', true],
]

/** Evaluated on Bob, the second child. */
export const inKids: Vector[] = [
  ['${nm}', 'Bob'],
  ['${n}', 7],
  ["${one} = 'b'", true, { place: 'constraint' }],
  ['${n} + 1', 8, { place: 'label' }],
  ["selected(${m}, 'c')", true, { place: 'constraint' }],
  ['${nm} = ${s}', false],
  ['position(..)', 2],
  ['position(current()/..) - 1', 1],
  ['count(${kids})', 3],
  ['count(${kids}[q > 4])', 2],
  ['count(${kids}[nm = ${nm}])', 1],
  ['count(${kids}[q < ${n}])', 1],
  ['sum(../../kids/q)', 14],
  ['sum(${q})', 0],
  ['indexed-repeat(${nm}, ${kids}, position(..) - 1)', 'Ann'],
  ['indexed-repeat(${nm}, ${kids}, 3)', 'Cy'],
  ['${kids}[position(current()/..) - 1]/nm', 'Ann'],
  ["join(' ', ${kids}[nm != ${nm}]/nm)", 'Ann Cy'],
  ['count(${toys})', 0],
  ['sum(${price})', 0],
  ['geofence(${p1}, ${feature})', true],
  ['area(${feature})', (value) => Math.abs(Number(value) - 1_230_907) < 2000],
]

/** Evaluated on the first toy, two repeats deep. */
export const inToys: Vector[] = [
  ['${toy}', 'ball'],
  ['${n}', 7],
  ["${nm} = 'Ann'", true, { place: 'constraint' }],
  ['${q} + ${n} = 12', true, { place: 'constraint' }],
  ['position(..)', 1],
]
