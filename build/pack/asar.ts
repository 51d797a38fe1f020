import { open } from 'node:fs/promises'

interface Folder {
  files: Record<string, Folder | { size?: number; link?: string }>
}

/** Paths of all files in an asar archive, by its header. */
export async function filesInAsar(archive: string): Promise<string[]> {
  const file = await open(archive)
  try {
    // Four little-endian words (Chromium's pickle): the last one is the length of the JSON that follows.
    const sizes = Buffer.alloc(16)
    await file.read(sizes, 0, 16, 0)
    const header = Buffer.alloc(sizes.readUInt32LE(12))
    await file.read(header, 0, header.length, 16)
    return walk(JSON.parse(header.toString('utf8')) as Folder, '')
  } finally {
    await file.close()
  }
}

function walk(folder: Folder, prefix: string): string[] {
  return Object.entries(folder.files).flatMap(([name, entry]) =>
    'files' in entry ? walk(entry, `${prefix}${name}/`) : [`${prefix}${name}`],
  )
}
