import * as z from 'zod'

const Entries = z.array(
  z.object({ msg: z.string().nullish(), conflicts: z.array(z.string()).nullish().catch(null) }),
)

/** `'msg': '…'` of Python's own way to write a list, which is what servers send. */
const told = /(['"])msg\1:\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/gsu

const longest = 2000

/** What the server says of a delta, out of the text that it wraps it in; empty where it says nothing. */
export function deltaMessage(output: string): string {
  const text = output.trim()
  if (text === '' || text === 'None' || text === '[]') return ''
  return (ofJson(text) ?? ofPython(text) ?? text).slice(0, longest)
}

function ofJson(text: string): string | null {
  try {
    const entries = Entries.parse(JSON.parse(text))
    return lines(entries.flatMap(({ msg, conflicts }) => [msg ?? '', ...(conflicts ?? [])]))
  } catch {
    return null
  }
}

function ofPython(text: string): string | null {
  const messages = [...text.matchAll(told)].map((match) => unescape(match[2] ?? match[3] ?? ''))
  return messages.length === 0 ? null : lines(messages)
}

function unescape(text: string): string {
  return text.replaceAll(/\\(.)/gsu, (_, char: string) => (char === 'n' ? '\n' : char))
}

function lines(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n')
}
