import type { z } from 'zod'
import type { outcomesSchema } from '@/rest/endpoints/list-outcomes'
import { emptyBucket, expect, expectError, test } from './contract-test'

test('tells what a call of the agent can come to', async ({ api, tenant }) => {
  const answer = await api.get(`/agents/${tenant.agents.alwaysOn}/outcomes`)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('ratelimit-limit')).toMatch(/^\d+$/)
  expect(answer.body).toEqual({
    outcomes: [
      { name: 'interested', description: 'Wants to hear more.', successful: true },
      { name: 'not_interested', description: 'Does not want to be called again.', successful: false },
    ],
  })
})

test('a misconfigured agent has outcomes too', async ({ api, tenant }) => {
  const answer = await api.get<z.output<typeof outcomesSchema>>(`/agents/${tenant.agents.misconfigured}/outcomes`)
  expect(answer.status).toBe(200)
  expect(answer.body.outcomes).toHaveLength(2)
})

test('refuses a request without a valid key', async ({ api, tenant }) => {
  const path = `/agents/${tenant.agents.alwaysOn}/outcomes`
  expectError(await api.withKey(null).get(path), 401, 'UNAUTHORIZED')
  expectError(await api.withKey('x').get(path), 401, 'INVALID_API_KEY')
})

test('an agent of nobody and of another organization answer alike', async ({ api, stranger }) => {
  const messages = new Set<string>()
  for (const agentId of ['agent.01m84r5fxaeqb96td0q31jyzc5', 'x', stranger.agents.alwaysOn]) {
    const answer = await api.get(`/agents/${agentId}/outcomes`)
    expectError(answer, 404, 'AGENT_NOT_FOUND')
    messages.add(answer.body.message)
  }
  expect(messages.size).toBe(1)
})

test('counts for the rate limit, and takes no other method', async ({ api, tenant }) => {
  const path = `/agents/${tenant.agents.alwaysOn}/outcomes`
  expectError(await api.post(path), 405, 'METHOD_NOT_ALLOWED')
  await emptyBucket(tenant.organizationId)
  expectError(await api.get(path), 429, 'RATE_LIMITED')
})
