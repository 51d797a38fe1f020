/** Where QField puts photos when a project names no folders. */
const usual = ['DCIM']

/**
 * Whether an uploaded file is an attachment, which no job looks at. QFieldCloud's page knows the folder DCIM alone;
 * its server takes the project's own folders, and compares beginnings of names: `DCIM_old/a.jpg` is an attachment
 * to it, and where an empty name leads the list nothing is.
 *
 * @param file relative to the project, with forward slashes
 */
export function inAttachmentFolder(file: string, dirs: readonly string[], rules: 'page' | 'server'): boolean {
  if (rules === 'page') return usual.some((dir) => file.startsWith(`${dir}/`))
  const first = (dirs.length === 0 ? usual : dirs).find((dir) => file.startsWith(dir))
  return first !== undefined && first !== ''
}
