import { isStorable } from '@/domain/text/sanitize.rules'
import type { Endpoint } from './define-endpoint'

type Route = Pick<Endpoint, 'method' | 'path'>

export type Match<Found extends Route> =
  | { kind: 'found'; endpoint: Found; params: Record<string, string> }
  | { kind: 'notFound' }
  | { kind: 'wrongMethod'; allow: string[] }

/**
 * Finds the endpoint for a request. A path that cannot be decoded, or that contains what Postgres cannot store, matches
 * none. `HEAD` means `GET` without the body unless it is declared by itself.
 *
 * @param pathname as it stands in the URL, percent-encoded, below `/api/v1`
 */
export function matchEndpoint<Found extends Route>(
  endpoints: readonly Found[],
  method: string,
  pathname: string,
): Match<Found> {
  const segments = decodeSegments(pathname)
  if (!segments) return { kind: 'notFound' }
  const allow = new Set<string>()
  let asGet: Match<Found> | undefined
  for (const endpoint of endpoints) {
    const params = matchPath(endpoint.path.split('/'), segments)
    if (!params) continue
    if (endpoint.method === method) return { kind: 'found', endpoint, params }
    allow.add(endpoint.method)
    if (endpoint.method !== 'GET') continue
    allow.add('HEAD')
    if (method === 'HEAD') asGet = { kind: 'found', endpoint, params }
  }
  if (asGet) return asGet
  return allow.size === 0 ? { kind: 'notFound' } : { kind: 'wrongMethod', allow: [...allow].sort() }
}

function decodeSegments(pathname: string): string[] | null {
  try {
    const segments = pathname.split('/').map(decodeURIComponent)
    return segments.every(isStorable) ? segments : null
  } catch {
    return null
  }
}

function matchPath(pattern: readonly string[], segments: readonly string[]): Record<string, string> | null {
  if (pattern.length !== segments.length) return null
  const params: Record<string, string> = {}
  for (const [at, part] of pattern.entries()) {
    const segment = segments[at] as string
    if (!part.startsWith('{')) {
      if (part !== segment) return null
    } else if (segment === '') return null
    else params[part.slice(1, -1)] = segment
  }
  return params
}
