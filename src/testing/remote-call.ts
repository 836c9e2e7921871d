import { newId, toPublicId } from '@/domain/ids'
import type { RemoteCallToPlace } from '@/platform/dialers/remote-dialer'

/** A call to place through a provider's account, with an id of its own each time. */
export function remoteCall(changes: Partial<RemoteCallToPlace> = {}): RemoteCallToPlace {
  return {
    callId: toPublicId('call', newId()),
    agentId: 'agent.01h455vb4pex5vsknk084sn02r',
    agentName: 'Ada',
    name: 'Zoë Doe',
    phoneNumber: '+15551234567',
    phoneNumberExt: null,
    fromPhoneNumber: '+15559876543',
    timezone: 'America/Chicago',
    customInputVariables: { account_id: 'acme-123' },
    test: false,
    resultUrl: 'https://rollcall.example/api/v1/calls/call.1/result',
    outcomes: [{ name: 'interested', successful: true }],
    remoteAgentId: 'agent_1',
    remoteNumberId: null,
    firstAskedAt: new Date(),
    dialed: null,
    dials: async () => true,
    ...changes,
  }
}
