let latest: string | null = null

/** Notes that somebody who has just enrolled a file is led to the page of its import. */
export function noteArrival(importId: string): void {
  latest = importId
}

/** Whether this is the import whose file was enrolled last in this tab. */
export function isArrival(importId: string): boolean {
  return latest === importId
}
