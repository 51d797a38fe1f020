/** FNV-1a over UTF-16 code units: 32 bits as 8 hex digits. Stable names, not security. */
export function hash8(text: string): string {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, '0')
}

/**
 * Layer id that stays the same in every rebuild of a project. QGIS replaces ids of ten characters and less when it
 * reads a project, so a table of one letter is padded.
 */
export function layerId(slug: string, table: string): string {
  return `${table.padEnd(2, '_')}_${hash8(`${slug}/${table}`)}`
}
