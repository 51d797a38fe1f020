import { constantArgument, numberArgument, textArgument } from '#worker/domain/qgis/expression/argument.ts'
import type { Compiling, FunctionRule } from '#worker/domain/qgis/expression/compiling.ts'
import { sureText } from '#worker/domain/qgis/expression/term.ts'
import type { Term } from '#worker/domain/qgis/expression/term.ts'
import type { CallExpression } from '#worker/domain/xpath/ast.ts'

/** Random and hashed texts, and the form's version. */
export const digestFunctions: Record<string, FunctionRule> = {
  uuid: { least: 0, most: 1, write: uuid },
  digest: { least: 2, most: 3, write: digest },
  'base64-decode': {
    least: 1,
    most: 1,
    write: (call, compiling) =>
      sureText(`coalesce(to_string(from_base64(${textArgument(call, 0, compiling).text})),'')`),
  },
  version: { least: 0, most: 0, write: () => sureText(`coalesce(to_string(@xlsform_version),'')`) },
}

/** A UUID, or that many random characters. */
function uuid(call: CallExpression, compiling: Compiling): Term {
  compiling.unsteady()
  if (call.args.length === 0) return sureText(`uuid('WithoutBraces')`)
  const hex = `replace(uuid('WithoutBraces'),'-','')`
  const length = numberArgument(call, 0, compiling)
  if (typeof length.constant !== 'number') return sureText(`coalesce(left(${hex},${length.text}),'')`)
  const blocks = Math.min(32, Math.max(1, Math.ceil(length.constant / 32)))
  return sureText(
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
  return sureText(`hash(${text.text},'${hash}')`)
}
