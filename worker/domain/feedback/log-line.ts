export type LogLevel = 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR' | 'CRITICAL'

/** `::<<<::` uuid, name: a step begins. */
export const stepBegins = /^::<<<::(\S+) (.*)$/u

/** `::>>>::` uuid, stage: it ends, 2 = done, 1 = failed. */
export const stepEnds = /^::>>>::(\S+) (\d)$/u

/**
 * `10:11:12.345 ENTRYPNT  INFO     Downloading…`: time, logger (9 wide), level (8 wide), text. Lines without it
 * continue the record above.
 */
export const recordBegins = /^(\d\d:\d\d:\d\d\.\d{3}) (\S+) +([A-Z][A-Z ]{7})(?: (.*))?$/u

const lineEnds = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/u

/**
 * Lines of one log record. What QGIS prints is anybody's text: a further line of it that reads like the log's own
 * marks gets a space before it.
 *
 * @param at milliseconds since 1970, UTC
 */
export function recordLines(at: number, logger: string, level: LogLevel, text: string): string[] {
  const [first = '', ...rest] = text.split(lineEnds)
  const time = new Date(at).toISOString().slice(11, 23)
  const head = `${time} ${logger.padEnd(9)} ${level.padEnd(8)} ${first}`
  return [head, ...rest.map((line) => (isMark(line) ? ` ${line}` : line))]
}

function isMark(line: string): boolean {
  return /^::(?:<<<|>>>)::/u.test(line) || recordBegins.test(line)
}
