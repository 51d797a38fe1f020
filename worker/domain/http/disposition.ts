/** `Content-Disposition` of a file to be saved as `name`: in ASCII for all, and as it is for who reads RFC 6266. */
export function disposition(name: string): string {
  const plain = name.replace(/[^\u0020-\u007e]|["\\%]/gu, '_')
  const same = plain === name
  return `attachment; filename="${plain}"${same ? '' : `; filename*=UTF-8''${encoded(name)}`}`
}

/** Beyond what encodeURIComponent does, RFC 5987 wants these encoded. */
function encoded(name: string): string {
  return encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
