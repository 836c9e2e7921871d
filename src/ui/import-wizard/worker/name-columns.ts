/**
 * Names for all columns of the table: the header's, told apart where one repeats (`Phone`, `Phone (2)`); `Column 3`
 * where the header has none.
 *
 * @param width cells of the longest row
 */
export function nameColumns(header: readonly string[] | null, width: number): string[] {
  const used = new Set<string>()
  return Array.from({ length: Math.max(width, header?.length ?? 0) }, (_, index) => {
    const base = header?.[index]?.trim() || `Column ${index + 1}`
    let name = base
    for (let copy = 2; used.has(name); copy++) name = `${base} (${copy})`
    used.add(name)
    return name
  })
}
