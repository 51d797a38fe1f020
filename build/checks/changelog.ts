import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

const kinds = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security']

/** Whether CHANGELOG.md keeps its form (keepachangelog.com). */
export async function checkChangelog(root: string): Promise<string[]> {
  return faultsOfChangelog(await readFile(join(root, 'CHANGELOG.md'), 'utf8').catch(() => ''))
}

export function faultsOfChangelog(text: string): string[] {
  const headings = [...text.matchAll(/^(##+) (.+)$/gm)].map((match) => ({
    level: match[1],
    words: match[2] ?? '',
  }))
  const versions = headings.filter(({ level }) => level === '##').map(({ words }) => words)
  const wrongKinds = headings.filter(({ level, words }) => level === '###' && !kinds.includes(words))
  const wrongVersions = versions.filter(
    (version) => !/^\[(Unreleased|\d+\.\d+\.\d+)\]( - \d{4}-\d{2}-\d{2})?$/.test(version),
  )
  return [
    ...(text.startsWith('# Changelog') ? [] : ['CHANGELOG.md has no title']),
    ...(versions[0] === '[Unreleased]' ? [] : ['CHANGELOG.md has no [Unreleased] at its top']),
    ...wrongVersions.map((version) => `CHANGELOG.md: not a version heading: ${version}`),
    ...wrongKinds.map(({ words }) => `CHANGELOG.md: not a kind of change: ${words}`),
  ]
}
