import { countRows, emptyBucket, expect, NOTHING_WRITTEN, test } from './contract-test'

for (const path of ['sequences', 'sequence']) {
  test.describe(`HEAD …/schedule/${path}`, () => {
    test('is an empty 200 for a valid key and an agent, and schedules nothing', async ({ api, tenant }) => {
      const answer = await api.request('HEAD', `/agents/${tenant.agents.alwaysOn}/schedule/${path}`)
      expect(answer.status).toBe(200)
      expect(answer.text).toBe('')
      expect(answer.headers.get('x-request-id')).toMatch(/\S/)
      expect(answer.headers.get('ratelimit-limit')).toMatch(/^\d+$/)
      expect(await countRows(tenant.organizationId)).toEqual(NOTHING_WRITTEN)
    })

    test('is 200 for an agent that cannot call yet, too', async ({ api, tenant }) => {
      const answer = await api.request('HEAD', `/agents/${tenant.agents.misconfigured}/schedule/${path}`)
      expect(answer.status).toBe(200)
    })

    test('is an empty 401 without a good key', async ({ api, tenant }) => {
      for (const key of [null, 'x']) {
        const answer = await api.withKey(key).request('HEAD', `/agents/${tenant.agents.alwaysOn}/schedule/${path}`)
        expect(answer.status).toBe(401)
        expect(answer.text).toBe('')
        expect(answer.headers.get('x-request-id')).toMatch(/\S/)
      }
    })

    test('is an empty 404 for an agent of nobody or of another organization', async ({ api, stranger }) => {
      for (const agentId of ['agent.01m84r5fxaeqb96td0q31jyzc5', 'x', '%00', '%ff', stranger.agents.alwaysOn]) {
        const answer = await api.request('HEAD', `/agents/${agentId}/schedule/${path}`)
        expect(answer.status).toBe(404)
        expect(answer.text).toBe('')
      }
    })

    test('is an empty 429 over the rate limit', async ({ api, tenant }) => {
      await emptyBucket(tenant.organizationId)
      const answer = await api.request('HEAD', `/agents/${tenant.agents.alwaysOn}/schedule/${path}`)
      expect(answer.status).toBe(429)
      expect(answer.headers.get('retry-after')).toBe('1')
      expect(answer.text).toBe('')
    })
  })
}
