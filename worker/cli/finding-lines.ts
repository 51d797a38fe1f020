import type { Finding, ProjectLayer } from '#worker/api/projects.ts'
import type { Words } from '#worker/words/words.ts'

/** Findings with their words, for documents. */
export function toldFindings(findings: readonly Finding[], words: Words) {
  return findings.map(({ code, level, layerId, params, fix }) => ({
    code,
    level,
    layerId,
    message: words.say(`finding.${code}.what`, params),
    means: words.say(`finding.${code}.means`, params),
    mend: words.say(`finding.${code}.mend`, params),
    params,
    fix,
  }))
}

/** A line a finding and one for its mend, for people. */
export function findingLines(findings: readonly Finding[], words: Words): string[] {
  return toldFindings(findings, words).flatMap(({ level, message, mend }) => [
    `${level.padEnd(7)}  ${message}`,
    ...(mend === '' ? [] : [`${' '.repeat(9)}${mend}`]),
  ])
}

export function layerLines(layers: readonly ProjectLayer[]): string[] {
  return layers.map(({ name, geometry, type, count, errorCode }) =>
    `  ${name.padEnd(28)} ${(geometry || type).padEnd(16)} ${String(count ?? '').padStart(8)}  ${errorCode}`.trimEnd(),
  )
}
