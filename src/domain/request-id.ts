import { newId } from './ids'

const SANE = /^[\w.:-]{1,128}$/

/** The caller's `X-Request-Id` if it is sane, else a new one. */
export function requestIdOf(headers: Headers): string {
  const sent = headers.get('x-request-id')
  return sent !== null && SANE.test(sent) ? sent : newId()
}
