import { describe, expect, it } from 'vitest'
import { deliveryStateName, describeLastAnswer, endpointStateName } from './describe-endpoint'

const since = '2026-11-29T03:00:00.000Z'

describe('endpointStateName', () => {
  it.each([
    [null, undefined, 'endpoint enabled'],
    [null, null, 'endpoint enabled'],
    [null, since, 'endpoint failing'],
    // Nothing is sent to a disabled endpoint, so its answers do not matter.
    [since, since, 'endpoint disabled'],
  ])('disabled %s, failing %s', (disabledAt, failingSince, state) => {
    const health = failingSince === undefined ? undefined : { failingSince }
    expect(endpointStateName({ disabledAt }, health)).toBe(state)
  })
})

describe('deliveryStateName', () => {
  it.each([
    ['pending', 0, false, 'delivery pending'],
    ['pending', 1, false, 'delivery retrying'],
    // Nothing is sent while the endpoint is disabled, for the first time or again.
    ['pending', 0, true, 'delivery waiting'],
    ['pending', 1, true, 'delivery waiting'],
    ['delivered', 3, false, 'delivery delivered'],
    ['failed', 8, false, 'delivery failed'],
  ] as const)('%s after %d attempts, waiting for its endpoint: %s', (status, attempts, waitsForEndpoint, state) => {
    expect(deliveryStateName({ status, attempts, waitsForEndpoint })).toBe(state)
  })
})

it('describeLastAnswer: status and how the answer began, in full, or why there was none', () => {
  const long = 'x'.repeat(500)
  expect(describeLastAnswer({ lastHttpStatus: 500, lastError: long })).toBe(`HTTP 500: ${long}`)
  expect(describeLastAnswer({ lastHttpStatus: 500, lastError: null })).toBe('HTTP 500')
  expect(describeLastAnswer({ lastHttpStatus: null, lastError: 'The name was not found.' })).toBe(
    'The name was not found.',
  )
  expect(describeLastAnswer({ lastHttpStatus: null, lastError: null })).toBe('There was no answer.')
})
