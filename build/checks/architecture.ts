import { faultOfImport } from '#build/checks/borders.ts'
import { faultsOfText } from '#build/checks/forbidden.ts'
import { importsOf, readSources, type Source } from '#build/checks/sources.ts'

const longest = 300
/** A test file is a list of cases; it is read one case at a time. */
const longestTest = 500
const vagueFolder = /(^|\/)(utils?|helpers?|common|shared)\//

/** The house's rules that no linter knows: borders, homes, names, length. */
export async function checkArchitecture(root: string): Promise<string[]> {
  const sources = await readSources(root)
  return sources.flatMap(faultsOf)
}

/** What is wrong with one file. */
export function faultsOf({ path, text }: Source): string[] {
  const lines = text.split('\n').length - 1
  const limit = path.startsWith('test/') ? longestTest : longest
  return [
    ...(vagueFolder.test(path) ? [`${path}: a folder needs a name that says what is in it`] : []),
    ...(lines > limit ? [`${path}: ${lines} lines, more than ${limit}`] : []),
    ...(/\.tsx?$/.test(path) ? faultsOfModule(path, text) : []),
  ]
}

function faultsOfModule(path: string, text: string): string[] {
  const imports = importsOf(text).map((one) => faultOfImport(path, one))
  return [
    ...imports.filter((fault) => fault !== null),
    ...faultsOfText(path, text),
    ...(isBarrel(text) ? [`${path}: a barrel; import from where things are`] : []),
  ]
}

/** A file that has nothing of its own. */
function isBarrel(text: string): boolean {
  const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '').trim()
  const rest = code.replace(
    /export\s+(?:type\s+)?(?:\*(?:\s+as\s+\w+)?|\{[^}]*\})\s+from\s+['"][^'"]+['"];?/g,
    '',
  )
  return code !== '' && rest.trim() === ''
}
