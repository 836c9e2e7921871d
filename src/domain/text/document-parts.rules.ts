const PART = /<!-- part ([\w-]+) -->\n[\s\S]*?<!-- \/part -->/g

/** The parts of a document that repeat declarations, by name: what each says, as Markdown. */
export type DocumentParts = Readonly<Record<string, () => string>>

/**
 * Returns the text with its parts rewritten. A part stands between `<!-- part NAME -->` and `<!-- /part -->`.
 *
 * @throws for a part that nobody writes
 */
export function withParts(text: string, parts: DocumentParts): string {
  return text.replaceAll(PART, (_, name: string) => {
    const write = parts[name]
    if (!write) throw new Error(`The document has a part ${name}, which nobody writes.`)
    return `<!-- part ${name} -->\n\n${write()}\n\n<!-- /part -->`
  })
}

/** Lists the names of the parts in a text, in order. */
export function partsIn(text: string): string[] {
  return [...text.matchAll(PART)].map(([, name = '']) => name)
}

/** Writes a table of Markdown with aligned columns. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((cells) => cells[column]?.length ?? 0)))
  const lineOf = (cells: readonly string[], fill: string) =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width, fill)).join(' | ')} |`
  return [lineOf(head, ' '), lineOf([], '-'), ...rows.map((cells) => lineOf(cells, ' '))].join('\n')
}
