import { anyArgument, ofTexts } from '#worker/domain/xpath/evaluate/argument.ts'
import type { FunctionRule } from '#worker/domain/xpath/evaluate/sight.ts'
import { isEmpty, toBoolean } from '#worker/domain/xpath/evaluate/value.ts'
import type { Value } from '#worker/domain/xpath/evaluate/value.ts'

export const logicFunctions: Record<string, FunctionRule> = {
  true: { least: 0, most: 0, run: () => true },
  false: { least: 0, most: 0, run: () => false },
  not: ofOne((value) => !toBoolean(value)),
  boolean: ofOne(toBoolean),
  'boolean-from-string': ofTexts(1, (text = '') => ['true', '1'].includes(text.toLowerCase())),
  if: {
    least: 3,
    most: 3,
    run: (call, evaluating) =>
      anyArgument(call, toBoolean(anyArgument(call, 0, evaluating)) ? 1 : 2, evaluating),
  },
  coalesce: {
    least: 1,
    most: Number.POSITIVE_INFINITY,
    run: (call, evaluating) => {
      for (const argument of call.args) {
        const value = evaluating.value(argument)
        if (!isEmpty(value)) return value
      }
      return ''
    },
  },
  once: {
    least: 1,
    most: 1,
    run: (call, evaluating) => {
      const { self } = evaluating.sight
      return self === null || isEmpty(self) ? anyArgument(call, 0, evaluating) : self
    },
  },
}

function ofOne(compute: (value: Value) => Value): FunctionRule {
  return { least: 1, most: 1, run: (call, evaluating) => compute(anyArgument(call, 0, evaluating)) }
}
