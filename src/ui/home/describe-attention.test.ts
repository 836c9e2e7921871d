import { expect, it } from 'vitest'
import type { Attention } from '@/ui/router-outputs'
import { describeAttention } from './describe-attention'

const since = '2027-03-01T16:00:00.000Z'
const batch = { batchId: 'b', name: null, agentName: 'Ada', accepted: 2, since }
const file = { importId: 'i', fileName: 'leads.csv', waiting: 1, since, reason: 'Too few credits.' }
const endpoint = { endpointId: 'e', url: 'https://hooks.example.com/results', since }

// Of each kind one, with where its one click leads, or that it tries again at once.
const EVERY_KIND: Record<Attention['kind'], [Attention, string, string]> = {
  'batch failed': [{ kind: 'batch failed', ...batch }, 'A batch of Ada could not be scheduled', 'retry'],
  'batch stuck': [{ kind: 'batch stuck', ...batch, name: 'Spring' }, 'Spring has not been scheduled yet', '/batches/b'],
  'import failed': [{ kind: 'import failed', ...file }, 'The import of leads.csv has stopped', 'retry'],
  'import paused': [{ kind: 'import paused', ...file }, 'The import of leads.csv is paused', '/imports/i'],
  'import stuck': [{ kind: 'import stuck', ...file }, 'The import of leads.csv does not move on', '/imports/i'],
  'import unsent': [{ kind: 'import unsent', ...file }, 'The rows of leads.csv have not all arrived', '/imports/i'],
  'dialer failing': [
    { kind: 'dialer failing', dialerAccountId: 'd', name: 'Retell', reason: 'The key is refused.', agents: 2, since },
    'Retell cannot call anybody',
    '/settings/dialers/d',
  ],
  'agent broke off': [
    { kind: 'agent broke off', agentId: 'a', name: 'Ada', failed: 12, calls: 20, since },
    'Ada has paused itself',
    'go on',
  ],
  'agent misconfigured': [
    { kind: 'agent misconfigured', agentId: 'a', name: 'Ada', faults: ['It has no number.'] },
    'Ada cannot call, and contacts are waiting',
    '/agents/a',
  ],
  'endpoint failing': [
    { kind: 'endpoint failing', ...endpoint, failed: 3, attempts: 4 },
    'hooks.example.com does not take call results',
    '/webhooks/e',
  ],
  'endpoint off': [
    { kind: 'endpoint off', ...endpoint, held: 1 },
    'hooks.example.com is off while 1 call result waits',
    '/webhooks/e',
  ],
  'credits low': [
    { kind: 'credits low', available: 1, allocated: 10, perDay: 0, runsOutAt: null },
    'Only 1 of 10 credits is left this month',
    '/credits',
  ],
}

it.each(Object.entries(EVERY_KIND))('%s says what is wrong, and has its one click', (_, [item, title, leadsTo]) => {
  const described = describeAttention(item)
  expect(described.title).toBe(title)
  expect(described.text).not.toBe('')
  expect(['retry', 'go on'].includes(described.action) ? described.action : described.href).toBe(leadsTo)
})

it('an import says how many rows are left, and why', () => {
  expect(describeAttention({ kind: 'import paused', ...file }).text).toBe('Too few credits. 1 row is left to enroll.')
  expect(describeAttention({ kind: 'import paused', ...file, reason: null, waiting: 2 }).text).toBe(
    '2 rows are left to enroll.',
  )
})
