import { CloudRole } from '#worker/api/cloud.ts'

const longest = 255

export type ProjectNameProblem = 'empty' | 'tooLong' | 'character'

/**
 * Why QFieldCloud would not make a project of that name, which it says with `api_error` and nothing more; null when
 * it would, as far as the owner has none of that name.
 */
export function projectNameProblem(name: string): ProjectNameProblem | null {
  if (name === '') return 'empty'
  if (name.length > longest) return 'tooLong'
  return /^[a-zA-Z0-9\-_.]+$/.test(name) ? null : 'character'
}

/** What a person types as a role of a project; null when it is none. */
export function projectRoleOf(text: string): CloudRole | null {
  return CloudRole.options.find((role) => role === text.trim().toLowerCase()) ?? null
}
