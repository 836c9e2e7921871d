import { expect, it } from 'vitest'
import { type ResultFacts, type SequenceResult, sequenceResultOf } from './sequence-result.rules'
import { LIFECYCLE_STATUSES } from './sequence-statuses.rules'

const facts = (
  status: ResultFacts['status'],
  lastResultType: string | null,
  bestResult: ResultFacts['bestResult'] = null,
): ResultFacts => ({ status, bestResult, lastResultType })

it.each<[string, ResultFacts, SequenceResult]>([
  ['a success', facts('done', 'Goal Completed', 'goal reached'), 'goal reached'],
  ['a success by an outcome', facts('done', 'Goal Not Completed', 'goal reached'), 'goal reached'],
  ['a success before a later call that met nobody', facts('done', 'Busy', 'goal reached'), 'goal reached'],
  ['a success of before results were kept', facts('done', 'Goal Completed'), 'goal reached'],
  ['somebody who was spoken to', facts('done', 'Goal Not Completed', 'goal not reached'), 'goal not reached'],
  ['somebody who was spoken to once', facts('done', 'Voicemail', 'goal not reached'), 'goal not reached'],
  ['somebody who was spoken to and is called again', facts('in progress', 'Busy', 'goal not reached'), 'open'],
  ['voicemail', facts('done', 'Voicemail'), 'nobody reached'],
  ['no answer', facts('done', 'No Answer'), 'nobody reached'],
  ['a busy line', facts('cancelled', 'Busy'), 'nobody reached'],
  ['a call that could not be made', facts('failed', 'Failed'), 'failed'],
  ['a mail that could not be sent', facts('failed', null), 'failed'],
  ['a cancel before any call', facts('cancelled', null), 'not called'],
  ['a chain that succeeded before', facts('skipped', null), 'not called'],
  ['a sequence of mails', facts('done', null), 'not called'],
])('%s', (_, given, result) => {
  expect(sequenceResultOf(given)).toBe(result)
})

it('is open as long as nothing has come of it, and only then', () => {
  const open = LIFECYCLE_STATUSES.filter((status) => sequenceResultOf(facts(status, null)) === 'open')
  expect(open).toEqual(['waiting', 'scheduled', 'in progress'])
})
