/** Pages under way, by the nonce of their answer, each with the seconds after which to ask again once it was given up. */
type Pages = Map<string, number | null>

// One per process: a page gives up within Next's bundle, and the server in front of Next reads it.
const globals = globalThis as typeof globalThis & { rollcallPagesUnderWay?: Pages }

function pages(): Pages {
  globals.rollcallPagesUnderWay ??= new Map()
  return globals.rollcallPagesUnderWay
}

/** @returns what to call when the page is answered */
export function beginPage(nonce: string): () => void {
  pages().set(nonce, null)
  return () => pages().delete(nonce)
}

/** Notes that a page cannot be made now. Its answer would be a 500, which is all that Next makes of an error. */
export function giveUpPage(nonce: string, retryAfterSeconds: number): void {
  if (pages().has(nonce)) pages().set(nonce, retryAfterSeconds)
}

/** Returns after how many seconds to ask for the page again; null for one that was not given up. */
export function retryPageAfterSeconds(nonce: string): number | null {
  return pages().get(nonce) ?? null
}
