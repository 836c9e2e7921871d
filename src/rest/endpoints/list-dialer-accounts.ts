import { z } from 'zod'
import { type DialerAccountSummary, dialerAccountSchema } from '@/domain/dialer-accounts/dialer-account-answer.schema'
import { listDialerAccounts } from '@/domain/dialer-accounts/list-dialer-accounts'
import { defineEndpoint } from '@/rest/define-endpoint'
import { EXAMPLE } from '@/rest/docs/examples'

const accountExample: DialerAccountSummary = {
  dialerAccountId: EXAMPLE.dialerAccountId,
  kind: 'webhook',
  label: 'Webhook',
  name: 'Our own caller',
  url: 'https://dialer.example.com/calls',
  state: 'connected',
  stateReason: null,
  stateSince: '2027-03-01T15:00:00.000Z',
  lines: 40,
  callsPerSecond: null,
  connectedAs: null,
  checkedAt: null,
  dialsExtensions: true,
  agents: 2,
  createdAt: '2027-03-01T15:00:00.000Z',
}

/** `GET /dialer-accounts`: lists who can make the calls of agents. */
export const listDialerAccountsEndpoint = defineEndpoint({
  method: 'GET',
  path: '/dialer-accounts',
  auth: 'apiKey',
  answers: { 200: z.object({ accounts: z.array(dialerAccountSchema) }) },
  errors: [],
  docs: {
    operationId: 'listDialerAccounts',
    group: 'Agents',
    summary: 'List dialer accounts',
    description:
      'Who makes calls for the organization: one account at a dialer each, which an agent names as its `dialerAccountId`. What an account is opened with is never told. Accounts are connected in the console.',
    answers: { 200: { description: 'The accounts, the oldest first.', example: { accounts: [accountExample] } } },
  },
}).handle(async ({ actor }) => ({ status: 200, body: { accounts: await listDialerAccounts(actor) } }))
