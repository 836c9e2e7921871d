import type { RestAnswer } from './define-endpoint'

/**
 * Turns an answer into a response: JSON or CSV, without a body for `HEAD`, and not cached unless the answer has its own
 * `cache-control`.
 */
export function toResponse(method: string, answer: RestAnswer, headers: Record<string, string>): Response {
  const { type, text } = contentOf(answer)
  const isEmpty = text === null || method === 'HEAD'
  return new Response(isEmpty ? null : text, {
    status: answer.status,
    headers: {
      ...(isEmpty ? {} : { 'content-type': `${type}; charset=utf-8` }),
      'cache-control': 'no-store',
      ...headers,
      ...answer.headers,
    },
  })
}

function contentOf(answer: RestAnswer): { type: string; text: string | null } {
  if ('csv' in answer) return { type: 'text/csv', text: answer.csv }
  const { body } = answer
  const type = 'application/json'
  return { type, text: body === null || typeof body === 'string' ? body : JSON.stringify(body) }
}
