import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { python } from '#test/resources/qgis/python.ts'

const make = `
import json, sys, zipfile
path, files = sys.argv[1], json.loads(sys.argv[2])
with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as archive:
    for name, text in files.items():
        entry = zipfile.ZipInfo(name)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = (0o120777 if name.endswith('.link') else 0o100644) << 16
        archive.writestr(entry, text if not text.startswith('zeros:') else bytes(int(text[6:])))
`

/** A zip of texts by their names, made without our own code; `zeros:N` stands for N bytes of zeros, `.link` for a link. */
export async function zipOf(folder: string, files: Record<string, string>): Promise<Buffer> {
  const path = join(folder, 'made.zip')
  await python(make, path, JSON.stringify(files))
  return readFile(path)
}
