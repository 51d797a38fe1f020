import {
  anyArgument,
  constantArgument,
  numberArgument,
  textArgument,
} from '#worker/domain/qgis/expression/argument.ts'
import { stored } from '#worker/domain/qgis/expression/choice.ts'
import type { Compiling, FunctionRule } from '#worker/domain/qgis/expression/compiling.ts'
import { isEmpty, toArray, toText } from '#worker/domain/qgis/expression/convert.ts'
import { at, feature, within } from '#worker/domain/qgis/expression/rows.ts'
import { atom, bind, loose, operand, quoteText } from '#worker/domain/qgis/expression/term.ts'
import type { Term } from '#worker/domain/qgis/expression/term.ts'
import type { ListReference } from '#worker/domain/qgis/scope.ts'
import type { CallExpression } from '#worker/domain/xpath/ast.ts'
import { namedQuestion } from '#worker/domain/xpath/named-question.ts'

export const selectFunctions: Record<string, FunctionRule> = {
  selected: { least: 2, most: 2, write: selected },
  'selected-at': { least: 2, most: 2, write: selectedAt },
  'count-selected': { least: 1, most: 1, write: countSelected },
  'jr:choice-name': { least: 2, most: 2, write: choiceName },
  pulldata: { least: 2, most: 4, write: pulldata },
}

/** The label of a choice by its name; '' when the list has none such. */
export function labelOf(list: ListReference, name: Term): Term {
  if (list.layer !== null) {
    const row = feature(list.layer, 'name', name)
    return atom(`coalesce(attribute(${row},${quoteText(list.label)}),'')`, 'text', false)
  }
  const pairs = list.choices.map((choice) => `${quoteText(choice.name)},${quoteText(choice.label)}`)
  if (pairs.length === 0) return atom(`''`, 'text', false)
  return atom(`coalesce(map_get(map(${pairs.join(',')}),${toText(name).text}),'')`, 'text', false)
}

function selected(call: CallExpression, compiling: Compiling): Term {
  const answers = anyArgument(call, 0, compiling)
  const choice = stored(textArgument(call, 1, compiling), answers.reference?.list ?? null)
  const one = answers.reference !== undefined && answers.type !== 'set' && answers.reference.list !== null
  if (one) return loose(`${operand(toText(answers))} = ${operand(choice)}`, 'boolean', false)
  return atom(`coalesce(array_contains(${toArray(answers)},${choice.text}),false)`, 'boolean', false)
}

/** From 0; '' outside of the answers. */
function selectedAt(call: CallExpression, compiling: Compiling): Term {
  const array = toArray(anyArgument(call, 0, compiling))
  const index = numberArgument(call, 1, compiling)
  const { text } =
    typeof index.constant === 'number'
      ? at(array, { ...index, constant: index.constant + 1 }, 'text')
      : bind('place', index, (place) =>
          atom(`if(${within(place, 0)},array_get(${array},${operand(place)}),NULL)`, 'text'),
        )
  return atom(`coalesce(${text},'')`, 'text', false)
}

function countSelected(call: CallExpression, compiling: Compiling): Term {
  return bind('answers', anyArgument(call, 0, compiling), (answers) => {
    const empty = answers.type === 'set' ? isEmpty(answers).text : `trim(${toText(answers).text}) = ''`
    return atom(`if(${empty},0,array_length(${toArray(answers)}))`, 'integer', false)
  })
}

/** The second argument names the question, in quotes: `jr:choice-name(${x}, '${x}')`. */
function choiceName(call: CallExpression, compiling: Compiling): Term {
  const name = textArgument(call, 0, compiling)
  const question = namedQuestion(call.args[1])
  const span = call.args[1]?.span ?? call.span
  if (question === null)
    return compiling.fail('xpath.constantNeeded', { function: call.name, argument: 2 }, span)
  const reference = compiling.scope.resolve(question)
  if (reference === null) return compiling.fail('xpath.unknownReference', { name: question }, span)
  if (reference.list === null) return compiling.fail('xpath.notSelect', { name: question }, span)
  return labelOf(reference.list, name)
}

/** `pulldata('list', 'column', 'key column', key)`, and Survey123's `pulldata('@geopoint', point, 'x')`. */
function pulldata(call: CallExpression, compiling: Compiling): Term {
  const name = constantArgument(call, 0, compiling)
  if (name === null) return atom('NULL', 'unknown')
  if (name === '@geopoint' && call.args.length >= 3) return pointPart(call, compiling)
  if (name.startsWith('@')) {
    return compiling.fail('xpath.unsupported', { feature: `pulldata ${name}` }, call.span)
  }
  if (call.args.length !== 4) {
    const params = { function: call.name, given: call.args.length, least: 4, most: 4 }
    return compiling.fail('xpath.arguments', params, call.span)
  }
  const list = compiling.scope.instance(name)
  if (list === null)
    return compiling.fail('xpath.unknownList', { list: name }, call.args[0]?.span ?? call.span)
  const [column, key] = [constantArgument(call, 1, compiling), constantArgument(call, 2, compiling)]
  for (const [index, wanted] of [column, key].entries()) {
    if (wanted === null || list.columns.has(wanted)) continue
    compiling.fail(
      'xpath.unknownColumn',
      { name: wanted, list: name },
      call.args[index + 1]?.span ?? call.span,
    )
  }
  const row = feature(list.layer, key ?? '', textArgument(call, 3, compiling))
  return atom(`attribute(${row},${quoteText(column ?? '')})`, 'unknown')
}

function pointPart(call: CallExpression, compiling: Compiling): Term {
  const point = anyArgument(call, 1, compiling)
  const part = constantArgument(call, 2, compiling)
  const axis = part === null ? undefined : { x: 'x', y: 'y', z: 'z', altitude: 'z' }[part.toLowerCase()]
  if (axis === undefined)
    return compiling.fail('xpath.unsupported', { feature: `@geopoint ${part}` }, call.span)
  if (point.type === 'geometry') return atom(`${axis}(centroid(${point.text}))`, 'decimal')
  const place = { y: 0, x: 1, z: 2 }[axis as 'x' | 'y' | 'z']
  return atom(`try(to_real(array_get(${toArray(point)},${place})))`, 'decimal')
}
