import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import {
  englishWords,
  type ProjectWords,
  type WordsByLanguage,
} from '#worker/domain/xlsform/project-words.ts'

const keys = Object.keys(englishWords) as (keyof ProjectWords)[]
const File = z.record(z.enum(keys), z.string().min(1))

/** Reads `resources/locales/project/<language>.json`: the words of ours that stand in projects. */
export function loadProjectWords(resourcesDir: string): WordsByLanguage {
  const folder = join(resourcesDir, 'locales', 'project')
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
  return new Map(
    files.map((file) => [
      file.replace(/\.json$/, '').toLowerCase(),
      File.parse(JSON.parse(readFileSync(join(folder, file), 'utf8'))),
    ]),
  )
}
