let latest: string | null = null

/** Notes that an operator has just enrolled a file and is led to the page of its import. */
export function noteArrival(importId: string): void {
  latest = importId
}

/** Says whether this import's file was the last one enrolled in this tab. */
export function isArrival(importId: string): boolean {
  return latest === importId
}
