import { anyArgument, numberArgument, textArgument } from '#worker/domain/xpath/evaluate/argument.ts'
import type { Evaluating, FunctionRule } from '#worker/domain/xpath/evaluate/sight.ts'
import { toNumber, toText, toWords } from '#worker/domain/xpath/evaluate/value.ts'
import type { Value } from '#worker/domain/xpath/evaluate/value.ts'
import type { CallExpression } from '#worker/domain/xpath/ast.ts'
import { namedQuestion } from '#worker/domain/xpath/named-question.ts'

export const selectFunctions: Record<string, FunctionRule> = {
  selected: {
    least: 2,
    most: 2,
    run: (call, evaluating) => {
      const [answers, choice] = [words(call, evaluating), textArgument(call, 1, evaluating)]
      return answers.length === 0 ? choice === '' : answers.includes(choice)
    },
  },
  'selected-at': {
    least: 2,
    most: 2,
    run: (call, evaluating) => words(call, evaluating)[numberArgument(call, 1, evaluating)] ?? '',
  },
  'count-selected': { least: 1, most: 1, run: (call, evaluating) => words(call, evaluating).length },
  'jr:choice-name': { least: 2, most: 2, run: choiceName },
  pulldata: { least: 2, most: 4, run: pulldata },
}

function words(call: CallExpression, evaluating: Evaluating): string[] {
  return toWords(anyArgument(call, 0, evaluating))
}

/** The second argument names the question, in quotes: `jr:choice-name(${x}, '${x}')`. */
function choiceName(call: CallExpression, evaluating: Evaluating): string {
  const name = textArgument(call, 0, evaluating)
  const question = namedQuestion(call.args[1])
  const span = call.args[1]?.span ?? call.span
  if (question === null) {
    return evaluating.fail('xpath.constantNeeded', { function: call.name, argument: 2 }, span)
  }
  const choices = evaluating.sight.choices(question)
  if (choices === null) return evaluating.fail('xpath.notSelect', { name: question }, span)
  return choices.find((choice) => choice.name === name)?.label ?? ''
}

/** `pulldata('list', 'column', 'key column', key)`, and Survey123's `pulldata('@geopoint', point, 'x')`. */
function pulldata(call: CallExpression, evaluating: Evaluating): Value {
  const list = textArgument(call, 0, evaluating)
  if (list === '@geopoint' && call.args.length >= 3) return pointPart(call, evaluating)
  if (list.startsWith('@')) {
    return evaluating.fail('xpath.unsupported', { feature: `pulldata ${list}` }, call.span)
  }
  if (call.args.length !== 4) {
    const params = { function: call.name, given: call.args.length, least: 4, most: 4 }
    return evaluating.fail('xpath.arguments', params, call.span)
  }
  const rows = evaluating.sight.list(list)
  if (rows === null) return evaluating.fail('xpath.unknownList', { list }, call.span)
  const [column, key, wanted] = [1, 2, 3].map((index) => textArgument(call, index, evaluating)) as [
    string,
    string,
    string,
  ]
  const row = rows.find((one) => toText(one.read(key) ?? '') === wanted)
  return row?.read(column) ?? ''
}

function pointPart(call: CallExpression, evaluating: Evaluating): Value {
  const part = textArgument(call, 2, evaluating)
  const place = { y: 0, x: 1, z: 2, altitude: 2 }[part.toLowerCase()]
  if (place === undefined) {
    return evaluating.fail('xpath.unsupported', { feature: `@geopoint ${part}` }, call.span)
  }
  return toNumber(toWords(anyArgument(call, 1, evaluating))[place] ?? '')
}
