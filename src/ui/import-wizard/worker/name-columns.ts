/**
 * Names all columns of the table by the header. Repeated names get a number (`Phone`, `Phone (2)`). A column without a
 * name becomes `Column 3`.
 *
 * @param width how many cells the longest row has
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
