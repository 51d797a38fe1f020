import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import type { PackPort } from '#worker/steps/ports.ts'

/** Of every entry: the same files make the same zip. */
const mtime = new Date(Date.UTC(2000, 0, 1))

export const pack: PackPort = async (zip, files, signal) => {
  const archive = new ZipFile()
  for (const { name, path } of files) archive.addFile(path, name, { mtime, mode: 0o100644 })
  archive.end()
  await pipeline(archive.outputStream, createWriteStream(zip), { signal })
}
