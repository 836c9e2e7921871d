/**
 * The header with the query as it was sent, from its `?` on. Next parses a query into an object and writes it anew
 * before it calls a route. So it loses what an object cannot hold (`__proto__`) and what it uses itself (`_rsc`). The
 * server in front sets this header, replacing any that a client has sent.
 */
export const SENT_QUERY_HEADER = 'x-sent-query'

/** Returns the query of a request target in ASCII; empty when there is none. */
export function queryOf(target: string): string {
  return new URL(`http://localhost/${target.replace(/^[^?#]*/, '')}`).search
}

/** Returns the parameters that a client has sent. Without a server in front they come from the URL. */
export function sentQuery(request: Request): URLSearchParams {
  return new URLSearchParams(request.headers.get(SENT_QUERY_HEADER) ?? queryOf(request.url))
}
