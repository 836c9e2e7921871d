function shift(month: string, by: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  const index = year * 12 + number - 1 + by
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`
}

/** `2026-01` → `2025-12`. */
export function monthBefore(month: string): string {
  return shift(month, -1)
}

/** `2025-12` → `2026-01`. */
export function monthAfter(month: string): string {
  return shift(month, 1)
}

/** Says whether a month can be followed by another one. The running month is the last; null while it is not known. */
export function hasMonthAfter(month: string, runningMonth: string | null): boolean {
  return runningMonth !== null && month < runningMonth
}

/** `2026-11` → `November 2026`. */
export function monthName(month: string): string {
  return new Intl.DateTimeFormat('en-US', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${month}-01T00:00:00Z`),
  )
}

/** Returns the days of a month: `2026-02` has 2026-02-01 to 2026-02-28. */
export function daysOfMonth(month: string): string[] {
  const [year = 0, number = 1] = month.split('-').map(Number)
  const last = new Date(Date.UTC(year, number, 0)).getUTCDate()
  return Array.from({ length: last }, (_, index) => `${month}-${String(index + 1).padStart(2, '0')}`)
}
