import { newId } from './ids'

const SANE = /^[\w.:-]{1,128}$/

/** Returns the `X-Request-Id` that was sent if it is well-formed, else a new id. */
export function requestIdOf(headers: Headers): string {
  const sent = headers.get('x-request-id')
  return sent !== null && SANE.test(sent) ? sent : newId()
}
