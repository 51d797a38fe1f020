import type { Finding } from '#worker/api/projects.ts'

/** What a job took here. */
export interface Weight {
  /** Of the whole job. */
  ms: number
  /** The most memory that QGIS had at once; null where it is not known. */
  peakBytes: number | null
  /** Files that QFieldCloud would have to take: relative names, bytes. */
  files?: readonly { name: string; size: number }[]
}

const minute = 60_000
const mega = 1024 ** 2
const giga = 1024 ** 3

/** QFieldCloud's worker ends a job after this time (milliseconds), and one that wants more memory (bytes). */
const serverTime = 10 * minute
const serverMemory = 1000 * mega

/** Its web server takes no larger file (bytes); its documentation advises against anything above the second. */
const serverFile = 10 * giga
const advisedFile = 2 * giga

/** Warns of what QFieldCloud would stop though this laptop does not. */
export function weigh({ ms, peakBytes, files = [] }: Weight): Finding[] {
  const findings: Finding[] = []
  if (ms > serverTime) findings.push(warning('cloudTime', { minutes: Math.ceil(ms / minute) }))
  if (peakBytes !== null && peakBytes > serverMemory)
    findings.push(warning('cloudMemory', { megabytes: Math.ceil(peakBytes / mega) }))
  for (const { name, size } of files)
    if (size > serverFile) findings.push(warning('cloudFileRefused', { file: name, gigabytes: toGiga(size) }))
    else if (size > advisedFile)
      findings.push(warning('cloudFileLarge', { file: name, gigabytes: toGiga(size) }))
  return findings
}

/** To one decimal, upwards. */
function toGiga(bytes: number): number {
  return Math.ceil((bytes / giga) * 10) / 10
}

function warning(code: string, params: Finding['params']): Finding {
  return { code, level: 'warning', layerId: null, params, fix: null }
}
