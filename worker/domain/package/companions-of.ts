/**
 * Files that go with a project by their names, under the packaged project's name: QField's plugin `<stem>.qml` and
 * translations `<stem>_xx.qm`.
 *
 * @param files every file of the project's folder, relative
 */
export function companionsOf(stem: string, files: readonly string[]): { from: string; to: string }[] {
  return files.flatMap((name) => {
    if (name === `${stem}.qml`) return [{ from: name, to: `${stem}_qfield.qml` }]
    if (!name.startsWith(`${stem}_`) || !name.endsWith('.qm')) return []
    const language = name.slice(stem.length + 1, -'.qm'.length)
    return /^[A-Za-z]{2,3}([_-][A-Za-z0-9]+)*$/.test(language)
      ? [{ from: name, to: `${stem}_qfield_${language}.qm` }]
      : []
  })
}
