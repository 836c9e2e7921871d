import fc from 'fast-check'
import { expect, it } from 'vitest'
import { batchAccepted, workDue } from '@/domain/events'
import { newId } from '@/domain/ids'
import { defineFunction, type Step } from '@/inngest/define-function'
import { runFunction } from './run-function'

class Trouble extends Error {}

const event = workDue.of({ agentId: newId() })
const engine = { runId: 'run', isTrouble: (error: unknown) => error instanceof Trouble, send: () => {} }

function define(handler: (step: Step) => Promise<unknown>, onFailure?: (error: Error, step: Step) => Promise<unknown>) {
  return defineFunction({
    id: 'test',
    on: [workDue],
    retries: 3,
    handler: ({ step }) => handler(step),
    ...(onFailure && { onFailure: ({ error, step }) => onFailure(error, step) }),
  })
}

/** Makes a task that fails `fails` times and then succeeds. */
function work(fails: number, done: string[], name: string) {
  let tries = 0
  return async () => {
    done.push(name)
    if (++tries <= fails) throw new Trouble(name)
    return { name }
  }
}

it('every step that can succeed is done as often as it fails and once more, in order, and none after that', async () => {
  const failures = fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(failures, async (fails) => {
      const done: string[] = []
      const gaveUp: string[] = []
      const results: string[] = []
      const works = fails.map((times, at) => work(times, done, `step-${at}`))
      const definition = define(
        async (step) => {
          results.length = 0
          for (const [at, one] of works.entries()) results.push((await step.run(`step-${at}`, one)).name)
        },
        (error, step) => step.run('give-up', async () => void gaveUp.push(error.message)),
      )
      await runFunction(definition, [event], engine)
      const broken = fails.findIndex((times) => times > 3)
      const reached = broken === -1 ? fails : fails.slice(0, broken + 1)
      expect(done).toEqual(reached.flatMap((times, at) => Array(Math.min(times, 3) + 1).fill(`step-${at}`)))
      expect(gaveUp).toEqual(broken === -1 ? [] : [`step-${broken}`])
      expect(results).toEqual(fails.slice(0, broken === -1 ? undefined : broken).map((_, at) => `step-${at}`))
    }),
  )
})

it('begins anew after every step, so that what is done outside of one is done many times', async () => {
  let begun = 0
  const definition = define(async (step) => {
    begun++
    await step.run('a', async () => 1)
    await step.sleep('nap', '5s')
    await step.sleepUntil('night', '2030-01-01T00:00:00.000Z')
  })
  await runFunction(definition, [event], engine)
  expect(begun).toBe(4)
})

it('sends what a step sends once, with its moment', async () => {
  const sent: unknown[] = []
  const later = workDue.of({ agentId: newId() })
  const definition = define(async (step) => {
    await step.sendEvent('announce', later)
    await step.sendEvents('plan', [{ event: later, when: 7 }, { event: later }])
    await step.run('after', async () => {})
  })
  await runFunction(definition, [event], { ...engine, send: (planned) => void sent.push(planned) })
  expect(sent).toEqual([{ event: later }, { event: later, when: 7 }, { event: later }])
})

it('a result is what JSON makes of it', async () => {
  const results: unknown[] = []
  const definition = define(async (step) => {
    results.push(await step.run('a', async () => ({ at: Number.NaN })))
  })
  await runFunction(definition, [event], engine)
  expect(results).toEqual([{ at: null }])
})

it('a function that catches the failure of a step goes on', async () => {
  const ran: string[] = []
  const definition = define(
    async (step) => {
      await step.run('a', work(9, [], 'a')).catch(() => null)
      await step.run('b', async () => void ran.push('b'))
    },
    async () => void ran.push('gave up'),
  )
  await runFunction(definition, [event], engine)
  expect(ran).toEqual(['b'])
})

it('throws what is no trouble of the outside world, at once', async () => {
  const done: string[] = []
  const definition = define(
    (step) =>
      step.run('a', async () => {
        done.push('a')
        throw new TypeError('A bug.')
      }),
    async () => void done.push('gave up'),
  )
  await expect(runFunction(definition, [event], engine)).rejects.toThrow('A bug.')
  expect(done).toEqual(['a'])
})

it('throws the failure of a function that has nothing for it', async () => {
  const definition = define((step) => step.run('a', work(9, [], 'a')))
  await expect(runFunction(definition, [event], engine)).rejects.toThrow(Trouble)
})

it('refuses two steps of one id, and an event that is not of the function or does not fit', async () => {
  const twice = define(async (step) => {
    await step.run('a', async () => 1)
    await step.run('a', async () => 2)
  })
  await expect(runFunction(twice, [event], engine)).rejects.toThrow('two steps with the id a')
  const other = batchAccepted.of({ batchId: newId() })
  await expect(runFunction(twice, [other], engine)).rejects.toThrow('not started by enrollment/batch.accepted')
  await expect(runFunction(twice, [{ ...event, data: {} }], engine)).rejects.toThrow('does not fit')
})
