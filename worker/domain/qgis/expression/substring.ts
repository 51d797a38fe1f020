import { numberArgument, ofTexts, textArgument } from '#worker/domain/qgis/expression/argument.ts'
import type { Compiling, FunctionRule } from '#worker/domain/qgis/expression/compiling.ts'
import { atom, bind, loose, operand, sureText, textTerm } from '#worker/domain/qgis/expression/term.ts'
import type { Term } from '#worker/domain/qgis/expression/term.ts'
import type { CallExpression } from '#worker/domain/xpath/ast.ts'

export const substringFunctions: Record<string, FunctionRule> = {
  'substring-before': {
    least: 2,
    most: 2,
    write: ofTexts((text, part) =>
      bind('text', text, (whole) =>
        bind('part', part, (mark) =>
          sureText(
            `if(strpos(${whole.text},${mark.text}) > 0,left(${whole.text},strpos(${whole.text},${mark.text}) - 1),'')`,
          ),
        ),
      ),
    ),
  },
  'substring-after': {
    least: 2,
    most: 2,
    write: ofTexts((text, part) =>
      bind('text', text, (whole) =>
        bind('part', part, (mark) => {
          const rest = `substr(${whole.text},strpos(${whole.text},${mark.text}) + length(${mark.text}))`
          return sureText(`if(strpos(${whole.text},${mark.text}) > 0,coalesce(${rest},''),'')`)
        }),
      ),
    ),
  },
  substr: { least: 2, most: 3, write: substr },
  substring: { least: 2, most: 3, write: substring },
}

/** ODK's substr: from 0, end exclusive, negative numbers count from the end. */
function substr(call: CallExpression, compiling: Compiling): Term {
  const [start, end] = [
    numberArgument(call, 1, compiling),
    call.args[2] && numberArgument(call, 2, compiling),
  ]
  const text = textArgument(call, 0, compiling)
  if (typeof start.constant === 'number' && start.constant >= 0) {
    if (end === undefined) return piece(text, start.constant, null)
    if (typeof end.constant === 'number' && end.constant >= 0)
      return piece(text, start.constant, end.constant)
  }
  return bind('text', text, (whole) => {
    const place = (number: Term) =>
      `if(${operand(number)} < 0,max(0,length(${whole.text}) + ${operand(number)}),${number.text})`
    const last =
      end === undefined
        ? `length(${whole.text})`
        : bind('number', end, (to) => atom(place(to), 'integer')).text
    return bind(
      'first',
      bind('number', start, (from) => atom(place(from), 'integer')),
      (first) => bind('last', atom(last, 'integer'), (to) => between(whole, first.text, to.text)),
    )
  })
}

/** XPath's substring: from 1, with a length. */
function substring(call: CallExpression, compiling: Compiling): Term {
  const whole = textArgument(call, 0, compiling)
  const start = `floor(${operand(numberArgument(call, 1, compiling))} + 0.5) - 1`
  const given = call.args[2] === undefined ? null : numberArgument(call, 2, compiling)
  return bind('text', whole, (text) =>
    bind('first', loose(start, 'integer'), (first) => {
      const end =
        given === null ? `length(${text.text})` : `${operand(first)} + floor(${operand(given)} + 0.5)`
      return bind('last', loose(end, 'integer'), (last) =>
        bind('from', atom(`max(0,${first.text})`, 'integer'), (from) => between(text, from.text, last.text)),
      )
    }),
  )
}

function piece(text: Term, start: number, end: number | null): Term {
  if (end !== null && end <= start) return textTerm('')
  const length = end === null ? '' : `,${end - start}`
  return sureText(`coalesce(substr(${text.text},${start + 1}${length}),'')`)
}

function between(text: Term, first: string, last: string): Term {
  return sureText(
    `if(${last} > ${first},coalesce(substr(${text.text},${first} + 1,${last} - ${first}),''),'')`,
  )
}
