import { type Placement, placeCalls } from '@/domain/calls/place-calls'

/**
 * Has the dialer asked for one call.
 *
 * @throws what keeps the call from being placed now
 */
export async function placeCall(input: { callId: string }): Promise<Pick<Placement, 'outcome'>> {
  const [placement] = await placeCalls({ callIds: [input.callId] })
  if (placement?.outcome === 'again') throw placement.error
  return { outcome: placement?.outcome ?? 'nothing to do' }
}
