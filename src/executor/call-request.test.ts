import { expect, test } from 'vitest'
import { buildCallRequest, CALL_BYTES_MAX } from './call-request'
import { canonicalJson } from './canonical-json'
import type { LeasedJob } from './lease-jobs'

const EVENT = '{"data":{"n":5},"id":"e","name":"t/a","ts":1}'

function leased(changes: Partial<LeasedJob> = {}): LeasedJob {
  return {
    job: { id: 'start', kind: 'call', stepId: 'step', attempt: 0, generation: 1, race: false },
    runId: 'run',
    functionId: 'demo-a',
    lane: '',
    version: -1,
    forcePlan: false,
    events: [EVENT],
    steps: [
      { id: 'ff', value: '{"data":1}' },
      { id: '0a', value: '{"error":{"message":"m","name":"E"}}' },
    ],
    ...changes,
  }
}

test('the body is canonical, with the steps by id and the order in which they finished', () => {
  const { body, useApi } = buildCallRequest(leased(), 4)
  expect(useApi).toBe(false)
  expect(canonicalJson(JSON.parse(body))).toBe(body)
  expect(JSON.parse(body)).toEqual({
    version: -1,
    event: JSON.parse(EVENT),
    events: [JSON.parse(EVENT)],
    steps: { '0a': { error: { name: 'E', message: 'm' } }, ff: { data: 1 } },
    ctx: {
      run_id: 'run',
      fn_id: 'demo-a',
      qi_id: 'start',
      env: '',
      step_id: 'step',
      attempt: 0,
      max_attempts: 4,
      disable_immediate_execution: false,
      use_api: false,
      stack: { stack: ['ff', '0a'], current: 2 },
    },
    use_api: false,
  })
})

test('a batch is all of its events, of which the first is the event', () => {
  const second = EVENT.replace('"e"', '"f"')
  const { body } = buildCallRequest(leased({ events: [EVENT, second] }), 4)
  expect(canonicalJson(JSON.parse(body))).toBe(body)
  expect(JSON.parse(body)).toMatchObject({
    event: JSON.parse(EVENT),
    events: [EVENT, second].map((one) => JSON.parse(one)),
  })
})

test('a large batch is left to be fetched', () => {
  const large = EVENT.replace('5', `"${'x'.repeat(500_000)}"`)
  const { body, useApi } = buildCallRequest(leased({ events: Array.from({ length: 10 }, () => large) }), 4)
  expect(useApi).toBe(true)
  expect(JSON.parse(body)).toMatchObject({ event: JSON.parse(large), events: [], use_api: true })
})

test('checkpointing is on only where steps run inline', () => {
  const planned = leased({ job: { ...leased().job, id: 'ab:plan', stepId: 'ab' } })
  for (const call of [planned, leased({ forcePlan: true })]) {
    const { body } = buildCallRequest(call, 4)
    expect(canonicalJson(JSON.parse(body))).toBe(body)
    expect(JSON.parse(body).ctx).not.toHaveProperty('fn_id')
    expect(JSON.parse(body).ctx).not.toHaveProperty('qi_id')
  }
})

test('the SDK can always see the last attempt as the last', () => {
  const late = leased({ job: { ...leased().job, attempt: 6 } })
  expect(JSON.parse(buildCallRequest(late, 4).body).ctx).toMatchObject({ attempt: 6, max_attempts: 7 })
})

test('a large state is left to be fetched', () => {
  const large = leased({ steps: [{ id: 'ff', value: `{"data":"${'x'.repeat(CALL_BYTES_MAX)}"}` }] })
  const { body, useApi } = buildCallRequest(large, 4)
  expect(useApi).toBe(true)
  expect(canonicalJson(JSON.parse(body))).toBe(body)
  expect(JSON.parse(body)).toMatchObject({
    event: JSON.parse(EVENT),
    events: [],
    steps: {},
    use_api: true,
    ctx: { use_api: true, stack: { stack: ['ff'], current: 1 } },
  })
})
