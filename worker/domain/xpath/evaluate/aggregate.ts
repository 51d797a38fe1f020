import { anyArgument, numberArgument, textArgument } from '#worker/domain/xpath/evaluate/argument.ts'
import { rowsOf, valuesOf } from '#worker/domain/xpath/evaluate/rows.ts'
import type { Rows } from '#worker/domain/xpath/evaluate/rows.ts'
import type { Evaluating, FunctionRule } from '#worker/domain/xpath/evaluate/sight.ts'
import { isDated, isEmpty, toBoolean, toNumber, toText } from '#worker/domain/xpath/evaluate/value.ts'
import type { Value } from '#worker/domain/xpath/evaluate/value.ts'
import type { CallExpression, Expression } from '#worker/domain/xpath/ast.ts'
import { formPathOf } from '#worker/domain/xpath/references.ts'

const any = Number.POSITIVE_INFINITY

export const aggregateFunctions: Record<string, FunctionRule> = {
  count: { least: 1, most: 1, run: (call, evaluating) => rowsArgument(call, 0, evaluating).rows.length },
  'count-non-empty': {
    least: 1,
    most: 1,
    run: (call, evaluating) => everyValue(call.args, evaluating).filter((value) => !isEmpty(value)).length,
  },
  sum: {
    least: 1,
    most: 1,
    run: (call, evaluating) => sumOf(everyValue(call.args, evaluating).map((value) => toNumber(value) || 0)),
  },
  min: extreme((one, other) => one < other),
  max: extreme((one, other) => one > other),
  join: {
    least: 2,
    most: any,
    run: (call, evaluating) =>
      everyValue(call.args.slice(1), evaluating)
        .map(toText)
        .join(textArgument(call, 0, evaluating)),
  },
  'indexed-repeat': { least: 3, most: 7, run: indexedRepeat },
  position: { least: 0, most: 1, run: position },
  checklist: {
    least: 3,
    most: any,
    run: (call, evaluating) =>
      withinLimits(
        call,
        everyValue(call.args.slice(2), evaluating).map((value) => Number(toBoolean(value))),
        evaluating,
      ),
  },
  'weighted-checklist': { least: 4, most: any, run: weightedChecklist },
}

/** The arguments' values, and those of all records where an argument is a node-set. */
function everyValue(args: Expression[], evaluating: Evaluating): Value[] {
  return args.flatMap((argument) => {
    const rows = rowsOf(argument, evaluating)
    return rows === null ? [evaluating.value(argument)] : valuesOf(rows, argument, evaluating)
  })
}

function sumOf(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

/** Of the answers that there are; of dates, where all are dates. */
function extreme(better: (one: number, other: number) => boolean): FunctionRule {
  return {
    least: 1,
    most: any,
    run: (call, evaluating) => {
      const values = everyValue(call.args, evaluating).filter((value) => !isEmpty(value))
      const ranked = values.every(isDated) ? values : values.map(toNumber)
      const known = ranked.filter((value) => !isEmpty(value))
      return known.reduce<Value>(
        (best, value) => (best === '' || better(toNumber(value), toNumber(best)) ? value : best),
        '',
      )
    },
  }
}

/** `indexed-repeat(question, repeat, index)`, counted from 1. */
function indexedRepeat(call: CallExpression, evaluating: Evaluating): Value {
  const [question] = call.args
  if (call.args.length > 3) {
    return evaluating.fail('xpath.unsupported', { feature: 'indexed-repeat (nested)' }, call.span)
  }
  const name = question?.kind === 'reference' ? question.name : question && formPathOf(question)?.names.at(-1)
  const row = rowsArgument(call, 1, evaluating).rows[numberArgument(call, 2, evaluating) - 1]
  if (row === undefined) return ''
  return row.read(name ?? '') ?? evaluating.fail('xpath.unknownReference', { name: name ?? '' }, call.span)
}

/** The place of the own record in its repeat, from 1. */
function position(call: CallExpression, evaluating: Evaluating): number {
  const path = call.args[0] === undefined ? null : formPathOf(call.args[0])
  if (path === null || path.absolute || path.names.length > 0) {
    return evaluating.fail('xpath.unsupported', { feature: 'position()' }, call.span)
  }
  return (
    evaluating.sight.position ?? evaluating.fail('xpath.outsideRepeat', { function: call.name }, call.span)
  )
}

/** `weighted-checklist(least, most, answer, weight, …)`. */
function weightedChecklist(call: CallExpression, evaluating: Evaluating): boolean {
  if (call.args.length % 2 === 1) {
    const params = { function: call.name, given: call.args.length, least: 4, most: call.args.length + 1 }
    return evaluating.fail('xpath.arguments', params, call.span)
  }
  const weights = call.args.map((_, index) =>
    index >= 2 && index % 2 === 0 && toBoolean(anyArgument(call, index, evaluating))
      ? numberArgument(call, index + 1, evaluating) || 0
      : 0,
  )
  return withinLimits(call, weights, evaluating)
}

/** The first two arguments are the bounds; -1 means no limit. */
function withinLimits(call: CallExpression, parts: number[], evaluating: Evaluating): boolean {
  const [least, most] = [numberArgument(call, 0, evaluating), numberArgument(call, 1, evaluating)]
  const total = sumOf(parts)
  return (least === -1 || total >= least) && (most === -1 || total <= most)
}

function rowsArgument(call: CallExpression, index: number, evaluating: Evaluating): Rows {
  const argument = call.args[index]
  const rows = argument === undefined ? null : rowsOf(argument, evaluating)
  return rows ?? evaluating.fail('xpath.notMany', { function: call.name }, argument?.span ?? call.span)
}
