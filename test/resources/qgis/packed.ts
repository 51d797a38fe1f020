import { expect } from 'vitest'
import type { Packed } from '#test/resources/qgis/pack.ts'
import { python } from '#test/resources/qgis/python.ts'

/** Nothing is lost, nothing differs, nothing leads out of the package. */
export function sound({ judged, audit }: Packed): void {
  expect(judged.lines).toEqual([])
  expect(judged.error).toBeNull()
  expect(audit.outside).toEqual([])
}

/** What stands in the packaged project file. */
export async function xmlOf({ project }: Packed): Promise<string> {
  return python(
    `import sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
print(archive.read(next(name for name in archive.namelist() if name.endswith('.qgs'))).decode())`,
    project,
  )
}

/** Name, file and number of features of each layer. */
export const filesOf = (made: Packed) =>
  made.judged.layers.map(({ name, file, packaged }) => [name, file, packaged])
