import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import * as events from '@/domain/events'
import { servedFunctions } from './served-functions'
import { toInngestFunction } from './to-inngest-function'

const folder = join(import.meta.dirname, 'functions')
const files = readdirSync(folder).filter((file) => !file.includes('.test.'))

it('every file of functions is served, under its own name', () => {
  expect(servedFunctions.map(({ id }) => `${id}.ts`).sort()).toEqual(files.sort())
})

it('every event starts a function, and its name is taken once', () => {
  const names = Object.values(events).map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  const started = servedFunctions.flatMap(({ triggers }) =>
    triggers.flatMap((trigger) => ('event' in trigger ? trigger.event : [])),
  )
  expect([...new Set(started)].sort()).toEqual([...names].sort())
})

// A run that is under way while a new release starts goes on by these: a function that is gone ends it, a step with
// another id is done again. Add to the list; change it only for what no run can be under way in.
it('functions and steps have the ids that runs under way know', () => {
  const steps = files.map((file) => {
    const text = readFileSync(join(folder, file), 'utf8')
    return [
      file.replace('.ts', ''),
      [...text.matchAll(/step\.\w+\(\s*['`]([^'`]+)/g)].map(([, id = '']) => id.replace(/\$\{\w+\}/, '*')),
    ]
  })
  expect(Object.fromEntries(steps)).toEqual({
    'after-call': ['settle-all', 'settle-alone'],
    'ask-again': ['ask-*'],
    'announce-endpoint-trouble': ['find-owners', 'mail-*'],
    'announce-low-credits': ['find', 'mail-*', 'note-*'],
    'compare-credit-sums': ['compare-*'],
    'create-sequences': ['create', 'activate', 'fail-batch'],
    'tell-endpoints': ['tell'],
    'deliver-call-result': ['attempt-*', 'wait-*', 'fail-delivery'],
    'dispatch-calls': ['dispatch-all', 'announce-all'],
    'dispatch-planned-calls': [],
    'fetch-call-results': ['fetch'],
    'fetch-nudged-calls': ['fetch'],
    'find-due-work': ['find'],
    'move-planned-calls': ['move-*'],
    'place-call': ['place-*', 'wait-*', 'give-up', 'resume'],
    reconcile: ['reconcile'],
    'run-import': ['batch-*', 'go-on', 'fail-import'],
    'send-email': ['send', 'give-up'],
    'settle-unsettled-call': ['settle'],
    'simulate-call': ['talk', 'report'],
    'sweep-old-rows': ['sweep'],
    'sweep-outbox': ['sweep'],
    'sweep-retention': ['sweep'],
  })
})

it('an engine is told of each with its triggers, retries and limits', () => {
  for (const definition of servedFunctions) {
    const { id, triggers, retries, concurrency, batch, isOneStep } = definition
    const made = toInngestFunction(definition)
    expect(made.opts).toMatchObject({ id, triggers, retries, ...(concurrency && { concurrency }) })
    expect(made.opts.batchEvents).toEqual(
      batch && { maxSize: batch.sizeMax, timeout: '1s', ...(batch.key && { key: batch.key }) },
    )
    expect(made.opts.checkpointing).toEqual(isOneStep ? { bufferedSteps: 2 } : undefined)
    expect(made.opts.onFailure).toEqual(definition.onFailure && expect.any(Function))
  }
})
