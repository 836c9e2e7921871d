/**
 * The query as it was sent, from its `?` on. Next parses a query into an object and writes it anew before a route is
 * asked, and so loses what an object cannot hold (`__proto__`) or what is its own (`_rsc`). The server in front writes
 * this header, over what a client may have written there.
 */
export const SENT_QUERY_HEADER = 'x-sent-query'

/** What the query of a request's target is, in ASCII; empty without one. */
export function queryOf(target: string): string {
  return new URL(`http://localhost/${target.replace(/^[^?#]*/, '')}`).search
}

/** The parameters that a client has sent; without a server in front, those of the address. */
export function sentQuery(request: Request): URLSearchParams {
  return new URLSearchParams(request.headers.get(SENT_QUERY_HEADER) ?? queryOf(request.url))
}
