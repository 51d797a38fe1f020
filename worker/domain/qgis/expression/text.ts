import { ofTexts, textArgument } from '#worker/domain/qgis/expression/argument.ts'
import { joined } from '#worker/domain/qgis/expression/aggregate.ts'
import type { Compiling, FunctionRule } from '#worker/domain/qgis/expression/compiling.ts'
import { toText } from '#worker/domain/qgis/expression/convert.ts'
import { manyOf } from '#worker/domain/qgis/expression/many.ts'
import {
  atom,
  bind,
  booleanTerm,
  loose,
  operand,
  quoteText,
  sureText,
} from '#worker/domain/qgis/expression/term.ts'
import type { Term } from '#worker/domain/qgis/expression/term.ts'
import type { CallExpression } from '#worker/domain/xpath/ast.ts'

export const textFunctions: Record<string, FunctionRule> = {
  string: { least: 0, most: 1, write: (call, compiling) => textArgument(call, 0, compiling) },
  concat: { least: 1, most: Number.POSITIVE_INFINITY, write: concat },
  'string-length': {
    least: 0,
    most: 1,
    write: (call, compiling) => atom(`length(${textArgument(call, 0, compiling).text})`, 'integer', false),
  },
  'normalize-space': {
    least: 0,
    most: 1,
    write: (call, compiling) =>
      sureText(`trim(regexp_replace(${textArgument(call, 0, compiling).text},'\\\\s+',' '))`),
  },
  contains: {
    least: 2,
    most: 2,
    write: ofTexts((text, part) => loose(`strpos(${text.text},${part.text}) > 0`, 'boolean', false)),
  },
  'starts-with': {
    least: 2,
    most: 2,
    write: ofTexts((text, part) => edge('left', text, part)),
  },
  'ends-with': {
    least: 2,
    most: 2,
    write: ofTexts((text, part) => edge('right', text, part)),
  },
  translate: { least: 3, most: 3, write: translate },
}

function edge(side: 'left' | 'right', text: Term, part: Term): Term {
  if (part.constant === '') return booleanTerm(true)
  return bind('part', part, (mark) =>
    loose(`${side}(${text.text},length(${mark.text})) = ${operand(mark)}`, 'boolean', false),
  )
}

function concat(call: CallExpression, compiling: Compiling): Term {
  const parts = call.args.map((argument) => {
    const many = manyOf(argument, compiling)
    return many === null ? toText(compiling.term(argument)).text : joined(many, quoteText(''), compiling)
  })
  return sureText(`concat(${parts.join(',')})`)
}

/** Letter by letter; a letter without a counterpart goes. */
function translate(call: CallExpression, compiling: Compiling): Term {
  const [text, from, to] = [0, 1, 2].map((index) => textArgument(call, index, compiling)) as [
    Term,
    Term,
    Term,
  ]
  return bind('text', text, (whole) =>
    bind('from', from, (old) =>
      bind('to', to, (fresh) => {
        const swapped = `coalesce(substr(${fresh.text},strpos(${old.text},@letter),1),'')`
        const letter = `if(strpos(${old.text},@letter) > 0,${swapped},@letter)`
        const letters = `array_foreach(generate_series(1,length(${whole.text})),with_variable('letter',substr(${whole.text},@element,1),${letter}))`
        return sureText(`if(${whole.text} = '','',coalesce(array_to_string(${letters},''),''))`)
      }),
    ),
  )
}
