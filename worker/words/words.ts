import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { IntlMessageFormat } from 'intl-messageformat'
import type { AppErrorData } from '#worker/api/errors.ts'
import type { Issue } from '#worker/api/issues.ts'

type Params = Record<string, string | number>

/** Wording for people who are not looking at the window: the command line and the logs. */
export interface Words {
  /** The message of a key, its params filled in; the key itself when no locale has it. */
  say(key: string, params?: Params): string
  /** What happened, what it means for the data, what to do: in one paragraph. */
  error(error: AppErrorData): string
  issue(issue: Issue): string
}

/** The words of one language stand in several files, one an area: `en.json`, `en.issues.json` … */
const english = /^en(\.\w+)?\.json$/

/** Loads the English words of `resources/locales`. */
export function loadWords(resourcesDir: string): Words {
  const folder = join(resourcesDir, 'locales')
  const files = readdirSync(folder).filter((name) => english.test(name))
  const messages = Object.assign(
    {},
    ...files.map((file): unknown => JSON.parse(readFileSync(join(folder, file), 'utf8'))),
  ) as Record<string, string>

  const say = (key: string, params: Params = {}): string => {
    const message = messages[key]
    if (message === undefined) return key
    return String(new IntlMessageFormat(message, 'en').format(filled(params)))
  }
  return {
    say,
    error: ({ code, params }) =>
      [`error.${code}.what`, `error.${code}.data`, `error.${code}.todo`]
        .map((key) => say(key, params))
        .filter((sentence) => sentence !== '')
        .join(' '),
    issue: (issue) => say(`issue.${issue.code}`, issue.params),
  }
}

/** A param that nobody gave reads as `…`: a sentence with a hole is better than an error about an error. */
function filled(params: Params): Params {
  return new Proxy(params, {
    has: () => true,
    get: (given, name) => (typeof name === 'string' ? (given[name] ?? '…') : undefined),
  })
}
