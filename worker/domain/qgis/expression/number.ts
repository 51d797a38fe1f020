import { numberArgument } from '#worker/domain/qgis/expression/argument.ts'
import { numeric } from '#worker/domain/qgis/expression/arithmetic.ts'
import type { Compiling, FunctionRule } from '#worker/domain/qgis/expression/compiling.ts'
import { atom, bind, loose, numberTerm, operand } from '#worker/domain/qgis/expression/term.ts'
import type { Term } from '#worker/domain/qgis/expression/term.ts'
import type { CallExpression } from '#worker/domain/xpath/ast.ts'

export const numberFunctions: Record<string, FunctionRule> = {
  number: { least: 0, most: 1, write: (call, compiling) => numberArgument(call, 0, compiling) },
  int: { least: 1, most: 1, write: int },
  round: { least: 1, most: 2, write: round },
  floor: whole('floor'),
  ceiling: whole('ceil'),
  abs: {
    least: 1,
    most: 1,
    write: (call, compiling) => {
      const value = numberArgument(call, 0, compiling)
      return atom(`abs(${value.text})`, value.type, value.nullable)
    },
  },
  pow: {
    least: 2,
    most: 2,
    write: (call, compiling) => {
      const [base, exponent] = [numberArgument(call, 0, compiling), numberArgument(call, 1, compiling)]
      return loose(`${operand(base)} ^ ${operand(exponent)}`, 'decimal', base.nullable || exponent.nullable)
    },
  },
  exp10: {
    least: 1,
    most: 1,
    write: (call, compiling) => loose(`10 ^ ${operand(numberArgument(call, 0, compiling))}`, 'decimal'),
  },
  // QGIS answers NaN for the root of a negative number, and an error as soon as that is compared.
  sqrt: {
    least: 1,
    most: 1,
    write: (call, compiling) =>
      bind('number', numberArgument(call, 0, compiling), ({ text }) =>
        atom(`if(${text} >= 0,sqrt(${text}),NULL)`, 'decimal'),
      ),
  },
  exp: real('exp'),
  log: real('ln'),
  log10: real('log10'),
  sin: real('sin'),
  cos: real('cos'),
  tan: real('tan'),
  asin: arc('asin'),
  acos: arc('acos'),
  atan: real('atan'),
  atan2: {
    least: 2,
    most: 2,
    write: (call, compiling) =>
      atom(
        `atan2(${numberArgument(call, 0, compiling).text},${numberArgument(call, 1, compiling).text})`,
        'decimal',
      ),
  },
  pi: { least: 0, most: 0, write: () => atom('pi()', 'decimal', false) },
  random: {
    least: 0,
    most: 0,
    write: (_call, compiling) => {
      compiling.unsteady()
      return atom('randf()', 'decimal', false)
    },
  },
}

function real(name: string): FunctionRule {
  return {
    least: 1,
    most: 1,
    write: (call, compiling) => atom(`${name}(${numberArgument(call, 0, compiling).text})`, 'decimal'),
  }
}

/** Outside of -1 … 1 there is no angle. */
function arc(name: string): FunctionRule {
  return {
    least: 1,
    most: 1,
    write: (call, compiling) =>
      bind('number', numberArgument(call, 0, compiling), ({ text }) =>
        atom(`if(abs(${text}) <= 1,${name}(${text}),NULL)`, 'decimal'),
      ),
  }
}

function whole(name: string): FunctionRule {
  return {
    least: 1,
    most: 1,
    write: (call, compiling) => {
      const value = numberArgument(call, 0, compiling)
      return value.type === 'integer' ? value : atom(`${name}(${value.text})`, 'integer', value.nullable)
    },
  }
}

/** Cuts off the fraction (QGIS' to_int() rounds). */
function int(call: CallExpression, compiling: Compiling): Term {
  const value = numberArgument(call, 0, compiling)
  if (typeof value.constant === 'number') return numberTerm(Math.trunc(value.constant))
  if (value.type === 'integer') return value
  return bind('number', value, ({ text }) =>
    atom(`if(${text} < 0,ceil(${text}),floor(${text}))`, 'integer', value.nullable),
  )
}

/** Halves go up, as in Java: -2.5 becomes -2. */
function round(call: CallExpression, compiling: Compiling): Term {
  const value = numberArgument(call, 0, compiling)
  const given = call.args[1]
  const digits = given === undefined ? numberTerm(0) : numeric(compiling.term(given), compiling, given.span)
  if (digits.constant === 0) {
    if (value.type === 'integer') return value
    return atom(`floor(${operand(value)} + 0.5)`, 'integer', value.nullable)
  }
  return atom(`round(${value.text},${digits.text})`, 'decimal', value.nullable || digits.nullable)
}
