/**
 * What a result does to a call: `end` it, `replace` the `Failed` of our time-out, or be ignored because a result of the
 * dialer stands. A withdrawn call was never shown to a dialer, so a result of it is nobody's.
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
