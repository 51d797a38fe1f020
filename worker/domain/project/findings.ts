import type { Finding } from '#worker/api/projects.ts'
import { findAttachments } from '#worker/domain/project/findings/attachments.ts'
import { findFolder } from '#worker/domain/project/findings/folder.ts'
import { type FindingsInput, knownOf } from '#worker/domain/project/findings/known.ts'
import { findLayers } from '#worker/domain/project/findings/layers.ts'
import { findNames } from '#worker/domain/project/findings/names.ts'
import { findPackageClashes } from '#worker/domain/project/findings/package-clashes.ts'
import { findProject } from '#worker/domain/project/findings/project.ts'

const levels: readonly Finding['level'][] = ['error', 'warning', 'info']

/** What a coordinator should know of a project before it goes to the field, the gravest first. */
export function findFindings(input: FindingsInput): Finding[] {
  const known = knownOf(input)
  const found = [
    ...findLayers(known),
    ...findPackageClashes(known),
    ...findProject(known),
    ...findFolder(known),
    ...findNames(known),
    ...findAttachments(known),
  ]
  return levels.flatMap((level) => found.filter((finding) => finding.level === level))
}
