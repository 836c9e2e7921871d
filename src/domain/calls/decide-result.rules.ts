/**
 * Decides what a result does to a call. `end`: it is the first result. `replace`: it replaces the `Failed` of our
 * time-out. `ignore`: the result that the call has stays, or the call was withdrawn, so no dialer knows of it.
 */
export function decideResult(
  call: { status: string; resultSource: string | null },
  source: 'dialer' | 'timeout',
): 'end' | 'replace' | 'ignore' {
  switch (call.status) {
    case 'requested':
    case 'placed':
      return 'end'
    case 'ended':
    case 'settled':
      return source === 'dialer' && call.resultSource === 'timeout' ? 'replace' : 'ignore'
    default:
      return 'ignore'
  }
}
