import { toArray, toText } from '#worker/domain/qgis/expression/convert.ts'
import { labelOf } from '#worker/domain/qgis/expression/select.ts'
import { atom, quoteText } from '#worker/domain/qgis/expression/term.ts'
import type { Term } from '#worker/domain/qgis/expression/term.ts'
import { translateTerm } from '#worker/domain/qgis/expression/translate.ts'
import type { ExpressionProblem, Scope, Translation } from '#worker/domain/qgis/scope.ts'
import { parseXPath } from '#worker/domain/xpath/parse.ts'

/** `${x}`, and `<output value="…"/>` of XForms. */
const insert = /\$\{[^{}]*\}|<output\s+value\s*=\s*(?:"([^"]*)"|'([^']*)')\s*(?:\/>|>\s*<\/output>)/gu

/**
 * A label with answers in it, never NULL. Answers to selects show the choice's label.
 *
 * `expression` gives one QGIS expression for the whole text (`'Hello ' || coalesce("name",'')`), for aliases.
 * `html` gives the text as it stands, with `[% … %]` in place of each answer, for text elements; the text is HTML
 * already, the answers are escaped.
 */
export function translateLabel(
  text: string,
  scope: Scope,
  form: 'expression' | 'html' = 'expression',
): Translation {
  const parts: Part[] = []
  let from = 0
  for (const match of text.matchAll(insert)) {
    parts.push({ literal: text.slice(from, match.index) })
    parts.push(inserted(match, scope))
    from = match.index + match[0].length
  }
  parts.push({ literal: text.slice(from) })
  const problems = parts.flatMap((part) => ('problems' in part ? part.problems : []))
  if (problems.some((problem) => problem.level === 'error')) return { ok: false, problems }
  const references = [...new Set(parts.flatMap((part) => ('references' in part ? part.references : [])))]
  const expression = form === 'html' ? parts.map(asHtml).join('') : asExpression(parts)
  return { ok: true, expression, type: 'text', references, once: false, problems }
}

type Part = { literal: string } | { shown: Term; problems: ExpressionProblem[]; references: string[] }

function inserted(match: RegExpExecArray, scope: Scope): Part {
  const value = match[1] ?? match[2]
  const source = value ?? match[0]
  const shift = match.index + (value === undefined ? 0 : match[0].indexOf(value))
  const parsed = parseXPath(source)
  const { term, problems, references } = parsed.ok
    ? translateTerm(parsed.ast, scope)
    : { term: atom('NULL', 'text'), problems: [parsed.problem], references: [] }
  const shifted = problems.map((problem) => {
    const span = { start: problem.span.start + shift, end: problem.span.end + shift }
    return { ...problem, span }
  })
  return { shown: shown(term), problems: shifted, references }
}

/** An answer as a person wants to read it. */
function shown(term: Term): Term {
  const list = term.reference?.list
  if (list === undefined || list === null) {
    if (term.type !== 'datetime') return toText(term)
    return atom(`coalesce(format_date(${term.text},'yyyy-MM-dd HH:mm'),'')`, 'text', false)
  }
  if (term.type !== 'set') return labelOf(list, term)
  const labels = `array_foreach(${toArray(term)},${labelOf(list, atom('@element', 'text', false)).text})`
  return atom(`coalesce(array_to_string(${labels},', '),'')`, 'text', false)
}

function asExpression(parts: Part[]): string {
  const texts = parts.flatMap((part) => {
    if ('shown' in part) return [part.shown.text]
    return part.literal === '' ? [] : [quoteText(part.literal)]
  })
  return texts.length === 0 ? quoteText('') : texts.join(' || ')
}

/** `[%` in the text itself may not start an expression, nor `%]` inside a choice's label end one. */
function asHtml(part: Part): string {
  if ('literal' in part) return part.literal.replaceAll('[%', '&#91;%')
  const escaped = `replace(replace(${part.shown.text},'&','&amp;'),'<','&lt;')`
  return `[% ${escaped.replaceAll('%]', "%' || ']")} %]`
}
