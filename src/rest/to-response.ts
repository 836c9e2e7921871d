import type { RestAnswer } from './define-endpoint'

/** The answer on the wire. JSON unless it says otherwise, never cached, and without a body for `HEAD`. */
export function toResponse(method: string, answer: RestAnswer, headers: Record<string, string>): Response {
  const { status, body } = answer
  const isEmpty = body === null || method === 'HEAD'
  return new Response(isEmpty ? null : typeof body === 'string' ? body : JSON.stringify(body), {
    status,
    headers: {
      ...(isEmpty ? {} : { 'content-type': 'application/json; charset=utf-8' }),
      'cache-control': 'no-store',
      ...headers,
      ...answer.headers,
    },
  })
}
