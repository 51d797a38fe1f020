export interface Family {
  name: string
  help: string
  type: 'counter' | 'gauge' | 'summary'
  /** Of a summary each with `_sum` or `_count` after the name. */
  samples: { suffix?: '_sum' | '_count'; labels?: Record<string, string>; value: number }[]
}

/** Metrics in Prometheus' text format 0.0.4. */
export function exposition(families: readonly Family[]): string {
  return families.map(textOf).join('')
}

function textOf({ name, help, type, samples }: Family): string {
  const lines = samples.map(
    ({ suffix = '', labels = {}, value }) => `${name}${suffix}${labelsOf(labels)} ${value}\n`,
  )
  return `# HELP ${name} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}\n# TYPE ${name} ${type}\n${lines.join('')}`
}

function labelsOf(labels: Record<string, string>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}

const escaped = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
