/** A table of GitHub's Markdown. Cells are Markdown; `|` and line ends are escaped here. */
export function table(headers: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`
  return [line(headers), line(headers.map(() => '---')), ...rows.map(line)].join('\n')
}

export function code(text: string): string {
  return text === '' ? '' : `\`${text}\``
}

/** Long expressions are cut: the table shows how, not all of it. */
export function shortened(text: string, most = 110): string {
  return text.length > most ? `${text.slice(0, most)}…` : text
}

function cell(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' ').replaceAll('|', '\\|')
}
