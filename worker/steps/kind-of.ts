import { open } from 'node:fs/promises'
import { fileKind, headBytes, type FileKind } from '#worker/domain/file-kind.ts'

/** What a file is by its first bytes. */
export async function kindOf(path: string): Promise<FileKind> {
  await using file = await open(path)
  const { buffer, bytesRead } = await file.read(new Uint8Array(headBytes))
  return fileKind(buffer.subarray(0, bytesRead))
}
