import { numberArgument, ofNumbers } from '#worker/domain/xpath/evaluate/argument.ts'
import type { FunctionRule } from '#worker/domain/xpath/evaluate/sight.ts'

export const numberFunctions: Record<string, FunctionRule> = {
  number: { least: 0, most: 1, run: (call, evaluating) => numberArgument(call, 0, evaluating) },
  int: one(Math.trunc),
  floor: one(Math.floor),
  ceiling: one(Math.ceil),
  abs: one(Math.abs),
  sqrt: one(Math.sqrt),
  exp: one(Math.exp),
  exp10: one((number) => 10 ** number),
  log: one(Math.log),
  log10: one(Math.log10),
  sin: one(Math.sin),
  cos: one(Math.cos),
  tan: one(Math.tan),
  asin: one(Math.asin),
  acos: one(Math.acos),
  atan: one(Math.atan),
  atan2: ofNumbers(2, (y = Number.NaN, x = Number.NaN) => Math.atan2(y, x)),
  pow: ofNumbers(2, (base = Number.NaN, exponent = Number.NaN) => base ** exponent),
  pi: { least: 0, most: 0, run: () => Math.PI },
  random: { least: 0, most: 0, run: (_call, { sight }) => sight.outside.random() },
  round: {
    least: 1,
    most: 2,
    run: (call, evaluating) => {
      const value = numberArgument(call, 0, evaluating)
      return rounded(value, call.args.length < 2 ? 0 : numberArgument(call, 1, evaluating))
    },
  },
}

function one(compute: (number: number) => number): FunctionRule {
  return ofNumbers(1, (number = Number.NaN) => compute(number))
}

/** Halves go up, as in Java: -2.5 becomes -2. With digits they go away from zero, as in QGIS. */
function rounded(value: number, digits: number): number {
  if (digits === 0) return Math.floor(value + 0.5)
  const factor = 10 ** Math.trunc(digits)
  return (Math.sign(value) * Math.floor(Math.abs(value) * factor + 0.5)) / factor
}
