import type { OutgoingHttpHeader, OutgoingHttpHeaders, ServerResponse } from 'node:http'

/** An answer that goes out in place of the one that Next has made. */
export type Replacement = { status: number; headers: Record<string, string | number>; content: Buffer }

/**
 * Lets an answer of Next be replaced, at the moment when its status is known and nothing has been sent.
 *
 * @param decide called once; null leaves the answer as it is
 */
export function replaceAnswer(response: ServerResponse, decide: (status: number) => Replacement | null): void {
  const { writeHead, write, end } = response
  let instead: Buffer | null = null
  let decided = false

  /** Returns the status to send. */
  const statusOf = (status: number): number => {
    if (decided) return status
    decided = true
    const replacement = decide(status)
    if (!replacement) return status
    instead = replacement.content
    for (const name of ['location', 'content-encoding', 'transfer-encoding', 'etag']) response.removeHeader(name)
    for (const [name, value] of Object.entries(replacement.headers)) response.setHeader(name, value)
    return replacement.status
  }

  type Head = [status: number, ...rest: (string | OutgoingHttpHeaders | OutgoingHttpHeader[] | undefined)[]]
  response.writeHead = ((...[status, ...rest]: Head) => {
    for (const [name, value] of headersOf(rest)) response.setHeader(name, value)
    return writeHead.call(response, statusOf(status))
  }) as typeof writeHead

  response.write = ((...args: Parameters<typeof write>) => {
    if (!response.headersSent) response.writeHead(response.statusCode)
    return instead ? true : write.apply(response, args)
  }) as typeof write

  response.end = ((...args: Parameters<typeof end>) => {
    if (!response.headersSent) response.statusCode = statusOf(response.statusCode)
    return instead ? end.call(response, instead, 'utf8') : end.apply(response, args)
  }) as typeof end
}

function headersOf(rest: unknown[]): [name: string, value: string | number | readonly string[]][] {
  const headers = rest.find((part) => typeof part === 'object' && part !== null)
  if (!headers) return []
  const entries = Array.isArray(headers) ? pairs(headers) : Object.entries(headers)
  return entries.filter(([, value]) => value !== undefined)
}

/** Reads a list of headers in both forms that Node takes: `[['a', 'b']]` and `['a', 'b']`. */
function pairs(list: unknown[]): [string, string][] {
  if (list.every(Array.isArray)) return list as [string, string][]
  return list.flatMap((name, at) => (at % 2 === 0 ? [[String(name), String(list[at + 1])] as [string, string]] : []))
}
