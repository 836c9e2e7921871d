import { type Placement, placeCalls } from './place-calls'

/**
 * Asks the dialer to place one call, as `placeCalls` does.
 *
 * @throws DialerError when the dialer may be asked again, or may have placed the call without confirming it; what
 *   writing to the database has thrown
 */
export async function placeCall(input: { callId: string }): Promise<Pick<Placement, 'outcome'>> {
  const [placement] = await placeCalls({ callIds: [input.callId] })
  if (placement?.outcome === 'again') throw placement.error
  return { outcome: placement?.outcome ?? 'nothing to do' }
}
