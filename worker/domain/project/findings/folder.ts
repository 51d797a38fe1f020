import type { Finding } from '#worker/api/projects.ts'
import { weigh } from '#worker/domain/feedback/limits.ts'
import { finding, findingOfAll } from '#worker/domain/project/finding-codes.ts'
import type { Known } from '#worker/domain/project/findings/known.ts'

const mega = 1e6

/** What QFieldCloud and QField make of the folder as such. */
export function findFolder(known: Known): Finding[] {
  const { survey } = known
  const links = survey.files.filter(({ link }) => link === 'outside' || link === 'broken')
  const several = survey.projects.length > 1 ? survey.projects : []
  const journals = survey.files.filter(({ name, size }) => /-(?:wal|journal)$/u.test(name) && size > 0)
  return [
    ...findingOfAll('severalProjects', several),
    ...findingOfAll(
      'links',
      links.map(({ name }) => name),
    ),
    ...findingOfAll('unreadableFolder', survey.unreadable),
    ...(survey.more ? [finding('tooManyFiles', { count: survey.files.length })] : []),
    ...findingOfAll(
      'openElsewhere',
      journals.map(({ name }) => name.replace(/-[a-z]+$/u, '')),
    ),
    ...findPlugins(known),
    ...findSizes(known),
  ]
}

/** QField runs `<stem>.qml` and what that one imports; QFieldCloud packages only `<stem>.qml`. */
function findPlugins({ survey, project }: Known): Finding[] {
  const own = `${project.replace(/\.qg[sz]$/iu, '')}.qml`
  const parts = survey.plugins.filter((name) => name !== own)
  return [
    ...(survey.plugins.includes(own) ? [finding('projectPlugin', { file: own })] : []),
    ...findingOfAll('pluginParts', parts, { plugin: own }),
  ]
}

function findSizes({ survey, planBytes }: Known): Finding[] {
  const files = survey.files.filter(({ isHidden }) => !isHidden)
  const total = files.reduce((sum, { size }) => sum + size, 0)
  const isOver = planBytes !== null && total > planBytes
  const params = { megabytes: Math.ceil(total / mega), limit: Math.floor((planBytes ?? 0) / mega) }
  return [...(isOver ? [finding('overPlan', params)] : []), ...weigh({ ms: 0, peakBytes: null, files })]
}
