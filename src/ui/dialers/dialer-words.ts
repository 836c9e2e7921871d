import type { DialerKind } from '@/domain/dialer-accounts/dialer-kinds.rules'

type Words = {
  /** What it is, for whoever chooses. */
  about: string
  /** What has to be there before an account is connected. */
  needs: readonly string[]
  /** Where the address for events goes; null where nobody has to put it anywhere. */
  events: string | null
}

const EVENTS_ANYWAY = 'Without it each result still comes: Rollcall asks for it every few minutes.'

/** What people have to know of each dialer. */
export const DIALER_WORDS: Readonly<Record<DialerKind, Words>> = {
  simulated: {
    about: 'Calls nobody. For trying things out.',
    needs: [],
    events: null,
  },
  webhook: {
    about: 'A dialer of your own, which takes each call as a signed request.',
    needs: ['An https:// address that takes each call.', 'Room for its signing secret, which is shown once.'],
    events: null,
  },
  retell: {
    about: 'AI calls by Retell.',
    needs: ['A published agent.', 'A number that was bought at Retell or imported there.', 'An API key.'],
    events: `Put it at Retell as the webhook URL of the account or the agent. ${EVENTS_ANYWAY}`,
  },
  vapi: {
    about: 'AI calls by Vapi.',
    needs: ['An assistant.', 'A phone number that may call out.', 'A private API key.'],
    events: `Put it at Vapi as the server URL of the organization, the number or the assistant. ${EVENTS_ANYWAY}`,
  },
  elevenlabs: {
    about: 'AI calls by ElevenLabs, over Twilio, Exotel or a SIP trunk.',
    needs: ['An agent.', 'A phone number that is assigned to it.', 'An API key that may use agents.'],
    events: `Put it at ElevenLabs as the post-call webhook of the workspace or the agent. ${EVENTS_ANYWAY}`,
  },
  bland: {
    about: 'AI calls by Bland.',
    needs: ['A pathway.', 'A number that may call out.', 'An API key.'],
    events: 'Each call tells Bland of it. Nothing has to be set there.',
  },
  livekit: {
    about: 'Your own agents on LiveKit, in the cloud or on servers of yours.',
    needs: ['An agent that is deployed with a name.', 'An outbound SIP trunk.', 'An API key with its secret.'],
    events: `Put it at LiveKit as a webhook URL of the project, signed with the key of this account. ${EVENTS_ANYWAY}`,
  },
  dograh: {
    about: 'Workflows on Dograh, in the cloud or on a server of yours.',
    needs: ['A workflow that is published.', 'A telephony configuration with a number.', 'An API key.'],
    events: `Put it into a webhook node at the end of the workflow, with the payload { "rollcall_call_id": "{{initial_context.rollcall_call_id}}" }. ${EVENTS_ANYWAY}`,
  },
}
