import { open } from 'node:fs/promises'

/** Bytes at a picture's start that are looked at: a camera's JPEG holds a preview before its size. */
const head = 256 * 1024

/** Width and height of a PNG, GIF or JPEG from its first bytes; null for everything else. */
export async function imageSize(path: string): Promise<[number, number] | null> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(head), 0, head, 0)
    const size = sizeIn(buffer.subarray(0, bytesRead))
    return size !== null && size[0] > 0 && size[1] > 0 ? size : null
  } finally {
    await file.close()
  }
}

function sizeIn(bytes: Buffer): [number, number] | null {
  if (bytes.length >= 24 && bytes.readUInt32BE(0) === 0x89_50_4e_47)
    return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
  if (bytes.length >= 10 && /^GIF8[79]a/.test(bytes.toString('latin1', 0, 6)))
    return [bytes.readUInt16LE(6), bytes.readUInt16LE(8)]
  return bytes.length >= 4 && bytes.readUInt16BE(0) === 0xff_d8 ? jpegSize(bytes) : null
}

/** From the frame header, which stands behind segments that each tell their length. */
function jpegSize(bytes: Buffer): [number, number] | null {
  for (let at = 2; at + 9 <= bytes.length; at += 2 + bytes.readUInt16BE(at + 2)) {
    const marker = bytes.readUInt16BE(at)
    if (marker < 0xff_c0 || marker > 0xff_fe) return null
    const isFrame = marker <= 0xff_cf && ![0xff_c4, 0xff_c8, 0xff_cc].includes(marker)
    if (isFrame) return [bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5)]
  }
  return null
}
