import { expect, test } from './contract-test'

// The documented samples of docs/moving.md, as a program sends them that was written for the API that this one follows.

test('the samples are taken as they are', async ({ api, tenant }) => {
  const agentId = tenant.agents.alwaysOn
  const bulk = await api.enroll(agentId, {
    contacts: [
      {
        name: 'John Doe',
        phoneNumber: '+15551234567',
        phoneNumberExt: '12',
        timezone: 'America/Chicago',
        scheduledAt: '2027-03-01T16:00:00Z',
        toEmailAddress: 'john@example.com',
        account_id: 'acme-123',
      },
    ],
    timezone: 'America/New_York',
    groupByField: 'account_id',
    normalizeFields: ['prospect_name'],
    allowDuplicates: false,
    bypassAllowedCallWindow: false,
    defaultCountry: 'US',
  })
  expect(bulk.status).toBe(202)
  expect(bulk.body).toMatchObject({ batchId: expect.any(String), total: 1, accepted: 1, rejected: [] })

  const single = await api.post<{ sequence: object }>(`/agents/${agentId}/schedule/sequence`, {
    json: {
      name: 'Jane Doe',
      phoneNumber: '+15557654321',
      scheduledAt: '2027-03-01T16:00:00Z',
      account_id: 'acme-123',
    },
  })
  expect(single.status).toBe(201)
  expect(single.body.sequence).toMatchObject({
    name: 'Jane Doe',
    scheduledBy: 'API',
    customInputVariables: { account_id: 'acme-123' },
    steps: [{ stepType: 'CALL', delaySeconds: 0 }],
  })

  const cancelled = await api.post<{ success: boolean }>('/sequences/cancel', {
    json: { referenceKey: 'account_id', referenceValue: 'acme-123' },
  })
  expect([cancelled.status, cancelled.body.success]).toEqual([200, true])
  expect((await api.get(`/agents/${agentId}/outcomes`)).status).toBe(200)
  expect((await api.get(`/batches/${bulk.body.batchId}`)).status).toBe(200)
  expect((await api.get('/credits/usage')).status).toBe(200)
})
