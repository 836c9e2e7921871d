import { mayReadMetrics, offersMetrics, readMetrics } from '@/domain/metrics/read-metrics'

/** Answers `GET /metrics` for Prometheus. It needs a token of its own, and does not exist when no token is set. */
export async function answerMetrics(request: Request): Promise<Response> {
  const headers = { 'cache-control': 'no-store', 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }
  if (!offersMetrics()) return new Response('Not found.\n', { status: 404, headers })
  if (!mayReadMetrics(request.headers.get('authorization'))) {
    const challenge = { ...headers, 'www-authenticate': 'Bearer' }
    return new Response('Send METRICS_TOKEN as a bearer token.\n', { status: 401, headers: challenge })
  }
  return new Response(await readMetrics(), { headers })
}
