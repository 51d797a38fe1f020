import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface Case {
  expression: string
  /** The layer whose row evaluates it; null: parse only. */
  layer: 'survey' | 'kids' | 'toys' | 'list_c' | null
  row?: number
  /** Columns of the survey's row that differ from evaluate.py; dates as ISO text. */
  answers?: Record<string, string | number | boolean | null>
}

export interface Outcome {
  parse: string | null
  error: string | null
  value: unknown
}

/** Runs all cases in one process of the real QGIS. */
export function evaluate(cases: Case[]): Outcome[] {
  const script = fileURLToPath(new URL('evaluate.py', import.meta.url))
  const run = spawnSync('/usr/bin/python3', [script], {
    input: JSON.stringify(cases),
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    env: { ...process.env, QT_QPA_PLATFORM: 'offscreen', LC_ALL: 'C.UTF-8' },
  })
  if (run.status !== 0) throw new Error(run.stderr)
  return JSON.parse(run.stdout) as Outcome[]
}
