import { constantArgument, numberArgument, textArgument } from '#worker/domain/qgis/expression/argument.ts'
import type { Compiling, FunctionRule } from '#worker/domain/qgis/expression/compiling.ts'
import { toText } from '#worker/domain/qgis/expression/convert.ts'
import { manyOf } from '#worker/domain/qgis/expression/many.ts'
import { joined } from '#worker/domain/qgis/expression/aggregate.ts'
import {
  atom,
  bind,
  booleanTerm,
  loose,
  operand,
  quoteText,
  textTerm,
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
      sure(`trim(regexp_replace(${textArgument(call, 0, compiling).text},'\\\\s+',' '))`),
  },
  contains: {
    least: 2,
    most: 2,
    write: two((text, part) => loose(`strpos(${text.text},${part.text}) > 0`, 'boolean', false)),
  },
  'starts-with': {
    least: 2,
    most: 2,
    write: two((text, part) => edge('left', text, part)),
  },
  'ends-with': {
    least: 2,
    most: 2,
    write: two((text, part) => edge('right', text, part)),
  },
  'substring-before': {
    least: 2,
    most: 2,
    write: two((text, part) =>
      bind('text', text, (whole) =>
        bind('part', part, (mark) =>
          sure(
            `if(strpos(${whole.text},${mark.text}) > 0,left(${whole.text},strpos(${whole.text},${mark.text}) - 1),'')`,
          ),
        ),
      ),
    ),
  },
  'substring-after': {
    least: 2,
    most: 2,
    write: two((text, part) =>
      bind('text', text, (whole) =>
        bind('part', part, (mark) => {
          const rest = `substr(${whole.text},strpos(${whole.text},${mark.text}) + length(${mark.text}))`
          return sure(`if(strpos(${whole.text},${mark.text}) > 0,coalesce(${rest},''),'')`)
        }),
      ),
    ),
  },
  substr: { least: 2, most: 3, write: substr },
  substring: { least: 2, most: 3, write: substring },
  translate: { least: 3, most: 3, write: translate },
  regex: { least: 2, most: 2, write: regex },
  uuid: { least: 0, most: 1, write: uuid },
  digest: { least: 2, most: 3, write: digest },
  'base64-decode': {
    least: 1,
    most: 1,
    write: (call, compiling) =>
      sure(`coalesce(to_string(from_base64(${textArgument(call, 0, compiling).text})),'')`),
  },
  version: { least: 0, most: 0, write: () => sure(`coalesce(to_string(@xlsform_version),'')`) },
}

function sure(text: string): Term {
  return atom(text, 'text', false)
}

function two(write: (first: Term, second: Term) => Term): FunctionRule['write'] {
  return (call, compiling) => write(textArgument(call, 0, compiling), textArgument(call, 1, compiling))
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
  return sure(`concat(${parts.join(',')})`)
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
  return sure(`coalesce(substr(${text.text},${start + 1}${length}),'')`)
}

function between(text: Term, first: string, last: string): Term {
  return sure(`if(${last} > ${first},coalesce(substr(${text.text},${first} + 1,${last} - ${first}),''),'')`)
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
        return sure(`if(${whole.text} = '','',coalesce(array_to_string(${letters},''),''))`)
      }),
    ),
  )
}

/** ODK matches the whole text. */
function regex(call: CallExpression, compiling: Compiling): Term {
  const text = textArgument(call, 0, compiling)
  const pattern = textArgument(call, 1, compiling)
  if (typeof pattern.constant !== 'string') {
    return atom(
      `coalesce(try(regexp_match(${text.text},'^(?:' || ${pattern.text} || ')$')) > 0,false)`,
      'boolean',
      false,
    )
  }
  const match = `regexp_match(${text.text},${quoteText(`^(?:${pattern.constant})$`)})`
  if (isPattern(pattern.constant)) return atom(`coalesce(${match} > 0,false)`, 'boolean', false)
  compiling.report('xpath.pattern', { pattern: pattern.constant }, call.args[1]?.span ?? call.span)
  return atom(`coalesce(try(${match}) > 0,false)`, 'boolean', false)
}

/** Whether brackets and quantifiers fit, as far as this engine can say: it lacks some of Java's forms. */
function isPattern(pattern: string): boolean {
  const plain = pattern
    .replace(/\(\?[a-z]+(?=[):])/gu, '(?:')
    .replace(/\(\?:\)/gu, '')
    .replace(/\[:\^?[a-z]+:\]/gu, 'a')
    .replace(/(?<=[*+?}])\+/gu, '')
    .replace(/\(\?>/gu, '(?:')
  try {
    return new RegExp(plain) instanceof RegExp
  } catch {
    return false
  }
}

/** A UUID, or that many random characters. */
function uuid(call: CallExpression, compiling: Compiling): Term {
  compiling.unsteady()
  if (call.args.length === 0) return sure(`uuid('WithoutBraces')`)
  const hex = `replace(uuid('WithoutBraces'),'-','')`
  const length = numberArgument(call, 0, compiling)
  if (typeof length.constant !== 'number') return sure(`coalesce(left(${hex},${length.text}),'')`)
  const blocks = Math.min(32, Math.max(1, Math.ceil(length.constant / 32)))
  return sure(
    `left(${Array.from({ length: blocks }, () => hex).join(' || ')},${Math.max(0, Math.floor(length.constant))})`,
  )
}

const hashes: Record<string, string> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
}

/** Only as hexadecimal: QGIS cannot write the bytes as base64, which is ODK's default. */
function digest(call: CallExpression, compiling: Compiling): Term {
  const text = textArgument(call, 0, compiling)
  const algorithm = constantArgument(call, 1, compiling)
  const encoding = call.args[2] === undefined ? 'base64' : constantArgument(call, 2, compiling)
  if (algorithm === null || encoding === null) return text
  const hash = hashes[algorithm.toUpperCase()]
  if (hash === undefined)
    return compiling.fail('xpath.unsupported', { feature: `digest ${algorithm}` }, call.span)
  if (encoding !== 'hex')
    return compiling.fail('xpath.unsupported', { feature: `digest ${encoding}` }, call.span)
  return sure(`hash(${text.text},'${hash}')`)
}
