import { expect, originOf, test } from './contract-test'

test('without METRICS_TOKEN there are no metrics, whatever is sent', async ({ baseURL }) => {
  for (const authorization of ['Bearer ', 'Bearer undefined', 'Bearer x']) {
    const answer = await fetch(`${originOf(baseURL)}/metrics`, { headers: { authorization } })
    expect(answer.status).toBe(404)
  }
})
