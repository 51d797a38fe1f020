import { anyArgument, textArgument } from '#worker/domain/xpath/evaluate/argument.ts'
import { datePart } from '#worker/domain/xpath/evaluate/calendar.ts'
import type { Evaluating, FunctionRule } from '#worker/domain/xpath/evaluate/sight.ts'
import { isDated, toDay, toMoment, toText } from '#worker/domain/xpath/evaluate/value.ts'
import type { Value } from '#worker/domain/xpath/evaluate/value.ts'
import type { CallExpression } from '#worker/domain/xpath/ast.ts'

export const dateFunctions: Record<string, FunctionRule> = {
  today: { least: 0, most: 0, run: (_call, { sight }) => toDay(sight.outside.now) },
  now: { least: 0, most: 0, run: (_call, { sight }) => toMoment(sight.outside.now) },
  date: ofOne(toDay),
  'date-time': ofOne(toMoment),
  'decimal-date-time': ofOne((value) => {
    const moment = toMoment(value)
    return moment === '' ? Number.NaN : moment.time / 86_400_000
  }),
  'decimal-time': ofOne(timeOfDay),
  'format-date': { least: 2, most: 2, run: format },
  'format-date-time': { least: 2, most: 2, run: format },
}

function ofOne(compute: (value: Value) => Value): FunctionRule {
  return { least: 1, most: 1, run: (call, evaluating) => compute(anyArgument(call, 0, evaluating)) }
}

/** The part of the day that has passed; text is a time question's answer. */
function timeOfDay(value: Value): number {
  if (isDated(value)) {
    if (value.kind === 'day') return 0
    const seconds = Math.floor(value.time / 1000)
    return (seconds - Math.floor(seconds / 86_400) * 86_400) / 86_400
  }
  const [, hour, minute, second = '0'] = /^(\d{2}):(\d{2})(?::(\d{2}))?/u.exec(toText(value)) ?? []
  return (Number(hour) * 3600 + Number(minute) * 60 + Number(second)) / 86_400
}

function format(call: CallExpression, evaluating: Evaluating): string {
  const value = anyArgument(call, 0, evaluating)
  const wanted = textArgument(call, 1, evaluating)
  const timed = call.name !== 'format-date' || (isDated(value) && value.kind === 'moment')
  const moment = timed ? toMoment(value) : toMoment(toDay(value))
  return wanted
    .replaceAll(/%(.?)/gsu, (part, letter: string) => {
      const shown = letter === '' ? '%' : datePart(letter, moment === '' ? 0 : moment.time)
      return shown ?? evaluating.fail('xpath.unsupported', { feature: part }, call.args[1]?.span ?? call.span)
    })
    .slice(0, moment === '' ? 0 : undefined)
}
