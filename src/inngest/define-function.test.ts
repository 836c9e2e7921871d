import { NonRetriableError } from 'inngest'
import { expect, expectTypeOf, it } from 'vitest'
import { callEnded, deliveriesFailed, endpointDisabled, workDue } from '@/domain/events'
import { newId } from '@/domain/ids'
import type { DomainEvent } from '@/platform/define-event'
import { runFunction } from '@/testing/run-function'
import { defineBatchFunction, defineCron, defineFunction, type Step } from './define-function'

it('a handler gets the data of its events, checked and without more', async () => {
  const received: unknown[] = []
  const definition = defineFunction({
    id: 'test',
    on: [endpointDisabled, deliveriesFailed],
    retries: 0,
    concurrency: [{ limit: 1, key: 'event.data.endpointId' }],
    handler: async ({ event }) => {
      expectTypeOf(event.data).toEqualTypeOf<{ endpointId: string }>()
      expectTypeOf(event.name).toEqualTypeOf<'webhooks/endpoint.disabled' | 'webhooks/deliveries.failed'>()
      received.push(event)
    },
  })
  const engine = { runId: 'run', isTrouble: () => false, send: () => {} }
  const endpointId = newId()
  for (const { id, name, data } of [endpointDisabled.of({ endpointId }), deliveriesFailed.of({ endpointId })]) {
    await runFunction(definition, [{ id, name, data: { ...data, requestId: 'r', more: 1 } }], engine)
    expect(received.pop()).toEqual({ id, name, data: { endpointId } })
  }
  const strange = { name: endpointDisabled.name, data: { endpointId: 'not an id' } }
  await expect(runFunction(definition, [strange], engine)).rejects.toThrow(NonRetriableError)
})

it('a function that takes batches gets all events that fit', async () => {
  const received: unknown[] = []
  const definition = defineBatchFunction({
    id: 'test',
    on: [endpointDisabled, deliveriesFailed],
    retries: 0,
    batch: { sizeMax: 10, key: 'event.data.endpointId' },
    handler: async ({ events }) => {
      expectTypeOf(events[0]?.data).toEqualTypeOf<{ endpointId: string } | undefined>()
      received.push(...events)
    },
  })
  const engine = { runId: 'run', isTrouble: () => false, send: () => {} }
  const [one, other] = [newId(), newId()].map((endpointId) => endpointDisabled.of({ endpointId }))
  if (!one || !other) throw new Error('There are two.')
  const strange = { name: endpointDisabled.name, data: { endpointId: 'not an id' } }
  await runFunction(definition, [one, strange, other], engine)
  expect(received).toEqual([one, other].map(({ id, name, data }) => ({ id, name, data })))
  await expect(runFunction(definition, [strange], engine)).rejects.toThrow(NonRetriableError)
  await expect(runFunction(definition, [], engine)).rejects.toThrow(NonRetriableError)
})

it('a function of one step cannot take a second one, in its run or after its failure', async () => {
  const endpointId = newId()
  const twice = async ({ step }: { step: Step }) => {
    await step.run('first', async () => 1)
    await step.sleep('second', '1s')
  }
  const definition = defineFunction({
    id: 'test',
    on: [endpointDisabled],
    retries: 0,
    isOneStep: true,
    handler: twice,
    onFailure: twice,
  })
  const engine = { runId: 'run', isTrouble: () => false, send: () => {} }
  for (const isTrouble of [() => false, () => true]) {
    const run = runFunction(definition, [endpointDisabled.of({ endpointId })], { ...engine, isTrouble })
    await expect(run).rejects.toThrow('one step')
  }
  const cron = defineCron({ id: 'test', cron: '* * * * *', isOneStep: true, handler: twice })
  await expect(runFunction(cron, [], engine)).rejects.toThrow('one step')
})

it('does not compile with a limit by an unknown property, or with an event that no definition made', () => {
  const handler = async () => null
  // @ts-expect-error The event has no such key.
  defineFunction({ id: 'a', on: [callEnded], retries: 0, concurrency: [{ limit: 1, key: 'event.data.x' }], handler })
  const batch = { sizeMax: 2, key: 'event.data.x' } as const
  // @ts-expect-error Neither has a batch.
  defineBatchFunction({ id: 'a', on: [callEnded], retries: 0, batch, handler })
  // @ts-expect-error Its data has another key.
  expect(() => workDue.of({ callId: newId() })).toThrow()
  expectTypeOf<{ id: string; name: string; data: { agentId: string } }>().not.toExtend<DomainEvent>()
})
