import type { Answer } from '#worker/cloud/wire.ts'

/** Bytes. The largest lists and logs of real servers are a few MB; a proxy's page may be endless. */
const most = { whole: 128 * 1024 * 1024, beginning: 16 * 1024 }

/** An answer's text: the whole, or the beginning where it only may explain something. What is longer is cut. */
export async function readText(answer: Answer, wanted: keyof typeof most): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of answer.body) {
    chunks.push(chunk)
    size += chunk.length
    if (size >= most[wanted]) break
  }
  return Buffer.concat(chunks).toString('utf8', 0, most[wanted])
}
