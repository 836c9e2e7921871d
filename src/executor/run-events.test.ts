import { expect, test } from 'vitest'
import { runEvents } from './run-events'
import type { Transition } from './state'

const NOW = 1_795_449_879_805
const FAILED: Transition['end'] = { status: 'failed', error: { name: 'TypeError', message: 'no' } }
const COMPLETED: Transition['end'] = { status: 'completed', result: '{"a":1}' }

function emitted(end: NonNullable<Transition['end']>, trigger = 't/a') {
  return emittedOfBatch(end, [trigger])
}

function emittedOfBatch(end: NonNullable<Transition['end']>, triggers: string[]) {
  const events = triggers.map((name) => JSON.stringify({ id: 'e', name, data: {}, ts: 1 }))
  return runEvents({ runId: 'run', functionId: 'demo-a', events, end }, NOW)
}

test('a completed run emits finished, with its result', () => {
  expect(emitted(COMPLETED)).toMatchObject([
    {
      name: 'inngest/function.finished',
      data: {
        function_id: 'demo-a',
        run_id: 'run',
        event: { name: 't/a' },
        events: [{ name: 't/a' }],
        result: { a: 1 },
      },
    },
  ])
})

test("a failed run emits finished and then failed, under the run's id", () => {
  expect(emitted(FAILED)).toMatchObject([
    { name: 'inngest/function.finished', data: { error: { name: 'TypeError' } } },
    {
      name: 'inngest/function.failed',
      eventId: 'run',
      data: { error: { name: 'TypeError' }, _inngest: { status: 'Failed' } },
    },
  ])
})

test('a batch emits each once, with all of its events', () => {
  const emitted = emittedOfBatch(FAILED, ['t/a', 't/b'])
  expect(emitted.map(({ name }) => name)).toEqual(['inngest/function.finished', 'inngest/function.failed'])
  for (const { data } of emitted) {
    expect(data).toMatchObject({ event: { name: 't/a' }, events: [{ name: 't/a' }, { name: 't/b' }] })
  }
})

test('a run that such an event started emits none', () => {
  expect(emitted(FAILED, 'inngest/function.failed')).toEqual([])
  expect(emitted(COMPLETED, 'inngest/function.finished')).toEqual([])
})
