/** Whether `file` lies in `folder` or deeper; both relative with forward slashes. An empty folder holds nothing. */
export function isBelow(file: string, folder: string): boolean {
  const clean = folder.replace(/^\.\//, '').replace(/\/+$/, '')
  return clean !== '' && clean !== '.' && file.startsWith(`${clean}/`)
}
