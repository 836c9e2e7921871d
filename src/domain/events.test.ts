import { expect, it } from 'vitest'
import { ZodError } from 'zod'
import * as events from './events'
import { newId } from './ids'

/**
 * Events that may be in an outbox, or under way in an engine, while a new release starts. Their names and keys stay as
 * they are.
 */
const KNOWN = {
  'enrollment/batch.accepted': ['batchId'],
  'calls/call.requested': ['callId'],
  'calls/call.ended': ['callId'],
  'calls/call.nudged': ['callId'],
  'calls/call.unsettled': ['callId'],
  'emails/email.requested': ['emailId'],
  'imports/import.staged': ['importId'],
  'agents/windows.changed': ['agentId'],
  'organizations/calling_rules.changed': ['organizationId'],
  'sequences/work.due': ['agentId'],
  'sequences/work.planned': ['agentId'],
  'webhooks/delivery.requested': ['deliveryId', 'endpointId'],
  'webhooks/endpoint.disabled': ['endpointId'],
  'webhooks/deliveries.failed': ['endpointId'],
  'webhooks/event.happened': ['type', 'organizationId', 'subjectId'],
  'simulator/call.placed': ['callId', 'endsAt'],
}

/** What events got later, as it is read of one that was sent before. */
const ADDED_SINCE: Record<string, Record<string, string>> = {
  'calls/call.requested': { agentId: '', organizationId: '' },
  'calls/call.ended': { organizationId: '' },
  'calls/call.nudged': { dialerAccountId: '' },
}

const definitions = Object.values(events)
const data = (keys: readonly string[]) =>
  Object.fromEntries(keys.map((key) => [key, key === 'endsAt' ? '2026-11-29T06:00:00.000Z' : newId()]))

it('names every event that was ever sent', () => {
  expect(definitions.map(({ name }) => name).sort()).toEqual(Object.keys(KNOWN).sort())
})

it.each(Object.entries(KNOWN))(
  'accepts %s as it was always sent, with the id of a request and without',
  (name, keys) => {
    const definition = definitions.find((candidate) => candidate.name === name)
    const sent = data(keys)
    for (const more of [{}, { requestId: 'from.outside:1' }]) {
      const received = definition?.receive({ id: 'e', name, data: { ...sent, ...more } })
      expect(received).toEqual({ id: 'e', name, data: { ...ADDED_SINCE[name], ...sent } })
    }
  },
)

it.each(Object.entries(KNOWN))('refuses %s without one of its ids', (name, keys) => {
  const definition = definitions.find((candidate) => candidate.name === name)
  for (const key of keys) {
    const { [key]: _, ...rest } = data(keys)
    expect(() => definition?.receive({ name, data: rest })).toThrow(ZodError)
    expect(() => definition?.receive({ name, data: { ...rest, [key]: 7 } })).toThrow(ZodError)
  }
  expect(() => definition?.receive({ name })).toThrow(ZodError)
})

it('an event is made with an id of its own, unless it is given one, and knows its request', () => {
  const agentId = newId()
  const [first, second] = [events.workDue.of({ agentId }), events.workDue.of({ agentId })]
  expect(first).toMatchObject({ name: 'sequences/work.due', data: { agentId } })
  expect(first.id).not.toBe(second.id)
  expect(events.workDue.of({ agentId }, { id: 'once', requestId: 'r' })).toMatchObject({
    id: 'once',
    data: { agentId, requestId: 'r' },
  })
  expect(events.workDue.of({ agentId }, { requestId: null }).data).toEqual({ agentId })
})

it('data that no function would take is not recorded', () => {
  expect(() => events.workDue.of({ agentId: 'agent.01h455vb4pex5vsknk084sn02q' })).toThrow(ZodError)
})
